import type { RequestListener } from 'node:http';
import { App, HTTPReceiver, type Receiver } from '@slack/bolt';
import type { z } from 'zod';
import type { Log } from '../../ports.ts';
import { type Ask, fromEvent, fromPress, fromSlash } from './ask.ts';
import type { SlackConfig } from './config.ts';
import { guarded } from './guard.ts';
import { ButtonPress, EventCallback, SlashCommand } from './payload.ts';
import { boltLogger, clientOptions } from './web.ts';

/** Slack over HTTP, inside a server of ours: Bolt checks the signature and its age, and never opens a port. */
export function httpReceiver(
  signingSecret: string,
  log: Log,
): { receiver: Receiver; listener: RequestListener } {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: ['/slack/events'],
    processBeforeResponse: false,
    customPropertiesExtractor: ({ headers }) => ({ delivery: headers['x-slack-signature'] }),
    logger: boltLogger(log),
  });
  return { receiver, listener: guarded(receiver.requestListener, signingSecret, log) };
}

/**
 * Gives what a receiver receives to `take`, after Slack was told so. A receiver says of each request what names its
 * `delivery`: the same for the same request, and for no other.
 */
export function listen(receiver: Receiver, config: SlackConfig, log: Log, take: (ask: Ask) => void): void {
  const app = new App({
    receiver,
    // Ours, and at once: with a token Bolt asks Slack who it is before it acknowledges the first request.
    authorize: async () => ({ botToken: config.botToken }),
    ignoreSelf: false,
    convoStore: false,
    clientOptions: { ...clientOptions(), slackApiUrl: config.apiUrl },
    logger: boltLogger(log),
  });
  const given = <T>(shape: z.ZodType<T>, from: (body: T) => Ask | null, body: unknown) => {
    const parsed = shape.safeParse(body);
    if (!parsed.success)
      return log.warn('slack: ignored a request of an unknown shape', { shape: problem(parsed.error) });
    const ask = from(parsed.data);
    if (ask !== null) take(ask);
  };
  // Events are acknowledged by Bolt itself; everything else here, also what nobody listens to.
  app.use(async (args) => {
    if ('ack' in args && typeof args.ack === 'function') await args.ack();
    await args.next();
  });
  app.command(/^\//u, async ({ body, context }) =>
    given(SlashCommand, (form) => fromSlash(form, deliveryOf(context)), body),
  );
  app.event('app_mention', async ({ body }) => given(EventCallback, fromEvent, body));
  app.event('message', async ({ body }) => given(EventCallback, fromEvent, body));
  app.action({ type: 'block_actions', action_id: /^ask:/u }, async ({ body, context }) =>
    given(ButtonPress, (pressed) => fromPress(pressed, deliveryOf(context)), body),
  );
  app.error(async (error) => log.error(`slack: ${error.message}`));
}

/** Over HTTP the signature, in Socket Mode a digest. Events have ids of their own. */
const deliveryOf = (context: object) => String(Reflect.get(context, 'delivery'));

/** Where the shape differs, without any of the values. */
const problem = (error: z.ZodError) => error.issues.map(({ path }) => path.join('.')).join(', ');
