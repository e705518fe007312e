import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Unreachable } from './core/errors.ts';

export type Listening = { port: number; close(): Promise<void> };

/** What the server answers: the platforms' routes, and whether questions can be answered now. */
export type Served = { routes: Readonly<Record<string, RequestListener>>; ready: () => Promise<boolean> };

/** Starts the HTTP listener; port 0 lets the system pick one. `close` waits for the requests under way. */
export async function listen(served: Served, port: number, host: string): Promise<Listening> {
  const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS }, listener(served));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(taken(error, port, host)));
    server.listen(port, host, resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return { port: bound, close: () => closeServer(server) };
}

function taken(error: Error, port: number, host: string): Error {
  const busy = 'code' in error && error.code === 'EADDRINUSE';
  return busy ? new Unreachable(`Port ${port} of ${host} is in use. Set PORT to a free one.`) : error;
}

function listener({ routes, ready }: Served): RequestListener {
  const all: Readonly<Record<string, RequestListener>> = {
    ...routes,
    '/healthz': (_, response) => response.writeHead(200, TEXT).end('ok'),
    '/readyz': async (_, response) => {
      const well = await ready();
      response.writeHead(well ? 200 : 503, TEXT).end(well ? 'ok' : 'not ready');
    },
  };
  return (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const route = Object.hasOwn(all, path) ? all[path] : undefined;
    if (route === undefined) response.writeHead(404, TEXT).end('not found');
    else route(request, response);
  };
}

/** A request that takes longer to arrive is cut off; at a stop, one that is still under way gets this long. */
const REQUEST_MS = 15_000;
const CLOSE_MS = 5_000;

const TEXT = { 'content-type': 'text/plain; charset=utf-8' };

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), CLOSE_MS).unref();
  });
}
