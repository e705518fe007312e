import type { ServerResponse } from 'node:http';
import { serve, textOf } from '../http.ts';
import { TENANT } from './issuer.ts';
import { ADA } from './payloads.ts';

export type Recorded = {
  method: string;
  path: string;
  token: string | undefined;
  body: Record<string, unknown>;
};
/** What the next post meets instead of being taken. `drop`: the connection is cut. */
export type Trouble = { status: number; headers?: Record<string, string>; body?: object } | 'drop';

/** The conversation service on loopback. Posts are taken and numbered, rosters name Ada as an ordinary user. */
export async function startConnector() {
  const recorded: Recorded[] = [];
  const troubles: Trouble[] = [];
  const members = new Map<string, object>([[ADA.id, memberOf(ADA)]]);
  const server = await serve({
    '*': async (request, response) => {
      const text = await textOf(request);
      const path = decodeURIComponent(request.url ?? '/');
      const entry = {
        method: request.method ?? '',
        path,
        token: request.headers.authorization,
        body: text === '' ? {} : JSON.parse(text),
      };
      recorded.push(entry);
      if (entry.method === 'GET')
        return reply(response, 200, 404, members.get(path.split('/members/')[1] ?? ''));
      const trouble = troubles.shift();
      if (trouble === 'drop') return void request.socket.destroy();
      if (trouble !== undefined)
        return void response
          .writeHead(trouble.status, { 'content-type': 'application/json', ...trouble.headers })
          .end(JSON.stringify(trouble.body ?? {}));
      const opening = path.endsWith('/v3/conversations');
      reply(response, opening ? 201 : 200, 500, { id: opening ? 'a:opened' : `posted-${recorded.length}` });
    },
  });
  return {
    origin: server.origin,
    host: server.host,
    serviceUrl: `${server.origin}/teams/`,
    recorded,
    /** Everything but the looking up of members. */
    posts: () => recorded.filter(({ method }) => method !== 'GET'),
    /** Queue of troubles for posts to come. */
    troubles,
    members,
    stop: server.close,
  };
}
export type FakeConnector = Awaited<ReturnType<typeof startConnector>>;

function reply(response: ServerResponse, found: number, missing: number, body: object | undefined): void {
  response
    .writeHead(body === undefined ? missing : found, { 'content-type': 'application/json' })
    .end(JSON.stringify(body ?? { error: { code: 'MemberNotFoundInConversation' } }));
}

/** Somebody as a roster describes them. */
export const memberOf = (person: { id: string; name: string; aadObjectId: string }, more: object = {}) => ({
  ...person,
  tenantId: TENANT,
  userRole: 'user',
  userPrincipalName: `${person.aadObjectId}@contoso.example`,
  ...more,
});

/** An error as the connector words it. */
export const refusal = (status: number, code: string): Trouble => ({
  status,
  body: { error: { code, message: `${code} in words` } },
});
