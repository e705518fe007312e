import { createServer } from 'node:https';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { createCertificates } from '../azure/certificate.ts';
import { textOf } from '../http.ts';

/** What the fake login hands out; must never be seen in a log. */
export const ACCESS_TOKEN = 'fake-access-token-of-the-bot';
export const APP_PASSWORD = 'fake-secret-of-the-bot';

/** Entra on loopback over TLS, trusted by this process until `stop`. */
export async function startLogin() {
  const { ca, certificate, key } = createCertificates();
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, ca]);
  const asked: { path: string; body: string }[] = [];
  const server = createServer({ cert: certificate, key }, async (request, response) => {
    const path = new URL(request.url ?? '/', 'https://localhost').pathname;
    asked.push({ path, body: await textOf(request) });
    const origin = `https://${request.headers.host}`;
    const [, tenant] = path.split('/');
    const body = path.endsWith('/token')
      ? { token_type: 'Bearer', expires_in: 3600, access_token: ACCESS_TOKEN }
      : {
          jwks_uri: `${origin}/keys`,
          issuer: `${origin}/${tenant}/v2.0`,
          authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/authorize`,
          token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
        };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `https://localhost:${address.port}`,
    asked,
    stop: () =>
      new Promise<void>((done) => {
        setDefaultCACertificates(before);
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
