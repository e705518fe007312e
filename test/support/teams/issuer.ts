import type { RequestListener } from 'node:http';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { serve } from '../http.ts';

export const APP_ID = 'ab0ab0ab-0000-4000-8000-0000000000a1';
export const TENANT = '7e0a7e0a-0000-4000-8000-0000000000a2';
export const ISSUER = 'https://issuer.test.example';

/** The Bot Framework's side of inbound tokens: keys on loopback, and tokens signed with them. */
export async function startIssuer() {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const other = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'key-1', use: 'sig', endorsements: ['msteams'] };
  const fetched: string[] = [];
  const json =
    (body: () => object): RequestListener =>
    (request, response) => {
      fetched.push(request.url ?? '');
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body()));
    };
  const server = await serve({
    '/metadata': json(() => ({ issuer: ISSUER, jwks_uri: `${server.origin}/keys` })),
    '/keys': json(() => ({ keys: [jwk] })),
  });
  const sign = (claims: JWTPayload, header: { kid?: string } = {}, key = privateKey) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'key-1', ...header }).sign(key);
  return {
    metadataUrl: `${server.origin}/metadata`,
    /** Paths that were asked for. */
    fetched,
    sign,
    /** A token as Teams sends it, with claims of one's own. */
    token: (serviceUrl: string, claims: JWTPayload = {}, header = {}) =>
      sign(usual(serviceUrl, claims), header),
    /** The same, signed by somebody else under our key's name. */
    forged: (serviceUrl: string) => sign(usual(serviceUrl), {}, other.privateKey),
    stop: server.close,
  };
}

function usual(serviceUrl: string, claims: JWTPayload = {}): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  return { iss: ISSUER, aud: APP_ID, serviceurl: serviceUrl, nbf: now - 10, exp: now + 3600, ...claims };
}
