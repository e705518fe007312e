import { describe, expect, it } from 'vitest';
import { explainEntra, type IdentitySettings } from '../../src/core/entra.ts';

const SETTINGS: IdentitySettings = {
  tenant: 'TENANT',
  client: 'CLIENT',
  secret: 'SECRET',
  clientId: 'app-1',
};

describe('what Entra refuses', () => {
  it.each([
    ['7000215', /SECRET is wrong/, 'az ad app credential reset --id app-1'],
    ['7000222', /SECRET has expired/, 'az ad app credential reset --id app-1'],
    ['7000218', /SECRET is missing/, 'az ad app credential reset --id app-1'],
    ['700016', /TENANT has no application/, 'az ad app show --id app-1'],
    ['7000112', /switched off/, 'az ad sp update --id app-1'],
    ['7000229', /no service principal/, 'az ad sp create --id app-1'],
    ['90002', /no tenant/, 'az account show'],
    ['900023', /no tenant/, 'az account show'],
    ['700024', /clock/, 'timedatectl set-ntp true'],
    ['700027', /certificate/, '--cert'],
    ['70021', /does not trust/, 'federated-credential list --id app-1'],
    ['53003', /conditional access/, 'Conditional Access'],
    ['500011', /another cloud/, '.env.example'],
    ['1234567', /AADSTS1234567/, 'error?code=1234567'],
  ])('AADSTS%s is named, with its cure', (code, message, cure) => {
    const found = explainEntra(`invalid_client: AADSTS${code}: Some words. Trace ID: x`, SETTINGS);
    expect(found?.message).toMatch(message);
    expect(found?.message).toContain(`AADSTS${code}`);
    expect(found?.cure).toContain(cure);
  });

  it('is not guessed where Entra gave no code', () => {
    expect(explainEntra('getaddrinfo ENOTFOUND', SETTINGS)).toBeNull();
  });

  it('leaves a place for a client id that is not known', () => {
    expect(explainEntra('AADSTS7000222', { ...SETTINGS, clientId: null })?.cure).toContain('<client id>');
  });
});
