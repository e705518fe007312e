import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { z } from 'zod';
import type { Log } from '../../ports.ts';
import { bodyOf } from '../body.ts';
import { type Activity, activity } from './activity.ts';
import type { Gate, Refusal } from './gate.ts';

/** What Teams is told at once, and the work that follows. */
export type Reply = { status: number; body?: object; after?: () => Promise<void>; conversation?: string };
export type Turn = (given: Activity) => Promise<Reply>;

/** Bytes of a request; Teams' own are a few kilobytes. */
const LARGEST = 256 * 1024;

/** HTTP only: reads an activity, has it checked, answers at once, and lets the work go on. */
export function createListener(
  gate: Gate,
  turn: Turn,
  work: (conversation: string, after: () => Promise<void>) => void,
  log: Log,
): RequestListener {
  return async (request, response) => {
    try {
      const { status, body, after, conversation } = await served(request);
      answer(response, status, body);
      if (after !== undefined) work(conversation ?? '', after);
    } catch (error) {
      log.error('teams: a request failed', { error });
      answer(response, 500);
    }
  };

  async function served(request: IncomingMessage): Promise<Reply> {
    if (request.method !== 'POST') return { status: 405 };
    const stranger = gate.caller(request);
    if (stranger !== null) return refused(stranger);
    const body = await bodyOf(request, LARGEST);
    if (body === null) return refused({ status: 413, why: 'the body is too large' });
    const raw = json(body.toString());
    const parsed = activity.safeParse(raw);
    if (!parsed.success) return refused({ status: 400, why: `no activity: ${problem(parsed.error)}` });
    const refusal = await gate.activity(request, parsed.data, Object(raw));
    return refusal === null ? turn(parsed.data) : refused(refusal);
  }

  function refused(refusal: Refusal): Reply {
    log.warn('teams: a request was refused', refusal);
    return { status: refusal.status };
  }
}

/** Where the shape differs, without any of the values. */
const problem = (error: z.ZodError) =>
  error.issues.map(({ path }) => path.join('.') || 'not an object').join(', ');

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function answer(response: ServerResponse, status: number, body?: object): void {
  if (response.headersSent || response.destroyed) return;
  if (status === 405) response.setHeader('allow', 'POST');
  if (status === 413) response.setHeader('connection', 'close');
  if (body === undefined) response.writeHead(status).end();
  else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
