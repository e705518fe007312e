import type { TokenCredential } from '@azure/identity';
import { z } from 'zod';

const granted = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });
const refused = z.object({ error_description: z.string() }).catch({ error_description: '' });
/** Milliseconds. */
const PATIENCE = 10_000;

type Asker = { tenant: string; client: string; secret: string };

/** Signs in at an Entra on this machine that has no TLS, an emulator's or a test's: the Azure SDK refuses those. */
export function loopbackCredential(origin: string, { tenant, client, secret }: Asker): TokenCredential {
  return {
    async getToken(scopes) {
      const response = await fetch(`${origin}/${tenant}/oauth2/v2.0/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: client,
          client_secret: secret,
          scope: [scopes].flat().join(' '),
        }),
        redirect: 'error',
        signal: AbortSignal.timeout(PATIENCE),
      });
      const body: unknown = await response.json().catch(() => null);
      const parsed = granted.safeParse(body);
      if (!response.ok || !parsed.success)
        throw new AuthenticationRefused(`HTTP ${response.status} ${refused.parse(body).error_description}`);
      const { access_token: token, expires_in: seconds } = parsed.data;
      return { token, expiresOnTimestamp: Date.now() + seconds * 1000 };
    },
  };
}

class AuthenticationRefused extends Error {
  override name = 'AuthenticationRefused';
}
