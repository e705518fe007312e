import type { Trouble } from './trouble.ts';

/** The settings that hold an identity, as the operator knows them, and its client id where that is known. */
export type IdentitySettings = { tenant: string; client: string; secret: string; clientId: string | null };

type Explain = (settings: IdentitySettings) => Trouble;

const shown = ({ clientId }: IdentitySettings) => clientId ?? '<client id>';

const newSecret = (settings: IdentitySettings) =>
  `Make a new one and put its "password" into ${settings.secret}:\naz ad app credential reset --id ${shown(settings)} --append`;

const rightTenant = ({ tenant }: IdentitySettings) =>
  `Set ${tenant} to the directory's GUID:\naz account show --query tenantId --output tsv`;

const CLOCK = 'Set the clock of this machine right and keep it so:\ntimedatectl set-ntp true';

/**
 * Entra's codes of a service's sign-in (https://learn.microsoft.com/entra/identity-platform/reference-error-codes).
 * Microsoft may change them: one that is not here is named, with where it is explained.
 */
const EXPLAINED: Readonly<Record<string, Explain>> = {
  '7000215': (settings) => ({
    message: `The client secret in ${settings.secret} is wrong; perhaps it is the secret's id and not its value.`,
    cure: newSecret(settings),
  }),
  '7000222': (settings) => ({
    message: `The client secret in ${settings.secret} has expired.`,
    cure: newSecret(settings),
  }),
  '7000218': (settings) => ({
    message: `Entra got no client secret: ${settings.secret} is missing.`,
    cure: newSecret(settings),
  }),
  '700016': (settings) => ({
    message: `The tenant in ${settings.tenant} has no application with the id in ${settings.client}.`,
    cure: `See whether both belong together:\naz ad app show --id ${shown(settings)} --query appId`,
  }),
  '7000112': (settings) => ({
    message: `The application in ${settings.client} is switched off in its tenant.`,
    cure: `Switch it on:\naz ad sp update --id ${shown(settings)} --set accountEnabled=true`,
  }),
  '7000229': (settings) => ({
    message: `The application in ${settings.client} has no service principal in its tenant.`,
    cure: `Make one:\naz ad sp create --id ${shown(settings)}`,
  }),
  '90002': (settings) => ({
    message: `There is no tenant with the id in ${settings.tenant}, or not in this cloud.`,
    cure: rightTenant(settings),
  }),
  '900023': (settings) => ({
    message: `What ${settings.tenant} holds is no tenant.`,
    cure: rightTenant(settings),
  }),
  '700024': () => ({
    message: 'Entra finds the sign-in too old or too new: the clock of this machine is wrong.',
    cure: CLOCK,
  }),
  '700027': (settings) => ({
    message: `Entra does not know the certificate that signed for ${settings.client}.`,
    cure: `Upload its public part:\naz ad app credential reset --id ${shown(settings)} --cert @<file> --append`,
  }),
  '70021': (settings) => ({
    message: `The application in ${settings.client} does not trust this workload's identity.`,
    cure: `Compare issuer and subject:\naz ad app federated-credential list --id ${shown(settings)}`,
  }),
  '53003': () => ({
    message: 'A conditional access policy of the tenant forbids this sign-in.',
    cure: 'Have the policy except this workload identity (Entra → Protection → Conditional Access).',
  }),
  '500011': () => ({
    message: 'The tenant does not know what the token was asked for: the endpoints are of another cloud.',
    cure: 'Set authority and endpoint of one and the same cloud; .env.example names them.',
  }),
};

/** A sign-in that Entra refused, from the words of its error; null where they hold no code of Entra's. */
export function explainEntra(error: string, settings: IdentitySettings): Trouble | null {
  const code = /AADSTS(\d+)/.exec(error)?.[1];
  if (code === undefined) return null;
  const explained = EXPLAINED[code]?.(settings);
  if (explained !== undefined) return { ...explained, message: `${explained.message} (AADSTS${code})` };
  return {
    message: `Entra refused the sign-in with AADSTS${code}.`,
    cure: `Read what that means at https://login.microsoftonline.com/error?code=${code}`,
  };
}

/** Seconds by which two clocks differ before signatures and tokens are refused. */
export const CLOCK_TOLERANCE = 300;

/** This machine's clock against a `Date` header; null where that is not told, or close enough. */
export function explainClock(date: string | undefined, now: Date): Trouble | null {
  const ahead = (now.getTime() - Date.parse(date ?? '')) / 1000;
  if (Number.isNaN(ahead) || Math.abs(ahead) < CLOCK_TOLERANCE) return null;
  const way = ahead > 0 ? 'ahead' : 'behind';
  const minutes = Math.round(Math.abs(ahead) / 60);
  return {
    message: `The clock of this machine is ${minutes} minutes ${way}. Slack's signatures and Teams' tokens are refused from 5 on.`,
    cure: CLOCK,
  };
}
