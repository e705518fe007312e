import type { RequestListener } from 'node:http';
import { App, HTTPReceiver, type Receiver } from '@slack/bolt';
import type { z } from 'zod';
import type { Log } from '../../ports.ts';
import { type Ask, fromEvent, fromHome, fromPress, fromSlash } from './ask.ts';
import type { SlackConfig } from './config.ts';
import type { Verdict } from './forms.ts';
import { guarded } from './guard.ts';
import { FORM } from './order-form.ts';
import { ButtonPress, EventCallback, FormSent, HomeOpened, SharingChanged, SlashCommand } from './payload.ts';
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

/** Where requests go; each returns at once. */
export type Take = {
  ask(ask: Ask): void;
  home(ask: Ask): void;
  sharing(changed: SharingChanged): void;
  open(ask: Ask, trigger: string): void;
  /** What is wrong in the form, by field; null: nothing. Slack waits for it. */
  form(sent: FormSent, id: string): Promise<Verdict>;
};

/**
 * Gives what a receiver receives to `take`, after Slack was told so. A receiver says of each request what names its
 * `delivery`: the same for the same request, and for no other.
 */
export function listen(receiver: Receiver, config: SlackConfig, log: Log, take: Take): void {
  const app = new App({
    receiver,
    // Ours, and at once: with a token Bolt asks Slack who it is before it acknowledges the first request.
    authorize: async () => ({ botToken: config.botToken }),
    ignoreSelf: false,
    convoStore: false,
    clientOptions: { ...clientOptions(), slackApiUrl: config.apiUrl },
    logger: boltLogger(log),
  });
  const read = <T>(shape: z.ZodType<T>, body: unknown, use: (body: T) => void) => {
    const parsed = shape.safeParse(body);
    if (parsed.success) use(parsed.data);
    else log.warn('slack: ignored a request of an unknown shape', { shape: problem(parsed.error) });
  };
  const given = <T>(shape: z.ZodType<T>, from: (body: T) => Ask | null, body: unknown, to = take.ask) =>
    read(shape, body, (data) => {
      const ask = from(data);
      if (ask !== null) to(ask);
    });
  // Events are acknowledged by Bolt itself; everything else here, also what nobody listens to. A form's verdict is its
  // acknowledgement.
  app.use(async (args) => {
    if (args.body.type !== 'view_submission' && 'ack' in args && typeof args.ack === 'function')
      await args.ack();
    await args.next();
  });
  app.command(/^\//u, async ({ body, context }) =>
    given(SlashCommand, (form) => fromSlash(form, deliveryOf(context)), body),
  );
  app.event('app_mention', async ({ body }) => given(EventCallback, fromEvent, body));
  app.event('message', async ({ body }) => given(EventCallback, fromEvent, body));
  app.event('app_home_opened', async ({ body }) => given(HomeOpened, fromHome, body, take.home));
  app.event('channel_shared', async ({ body }) => read(SharingChanged, body, take.sharing));
  app.event('channel_unshared', async ({ body }) => read(SharingChanged, body, take.sharing));
  app.action({ type: 'block_actions', action_id: /^ask:/u }, async ({ body, context }) =>
    given(ButtonPress, (pressed) => fromPress(pressed, deliveryOf(context)), body),
  );
  app.action({ type: 'block_actions', action_id: /^form:/u }, async ({ body, context }) =>
    read(ButtonPress, body, (pressed) => {
      const ask = fromPress(pressed, deliveryOf(context));
      if (ask !== null && pressed.trigger_id != null) take.open(ask, pressed.trigger_id);
    }),
  );
  listenToForms(app, log, take);
  app.error(async (error) => log.error(`slack: ${error.message}`));
}

function listenToForms(app: App, log: Log, take: Take): void {
  app.view({ type: 'view_submission', callback_id: FORM }, async ({ body, context, ack }) => {
    const sent = FormSent.safeParse(body);
    const verdict = sent.success ? await take.form(sent.data, deliveryOf(context)) : null;
    if (!sent.success) log.warn('slack: ignored a form of an unknown shape', { shape: problem(sent.error) });
    await (verdict === null ? ack() : ack({ response_action: 'errors', errors: { ...verdict } }));
  });
}

/** Over HTTP the signature, in Socket Mode a digest. Events have ids of their own. */
const deliveryOf = (context: object) => String(Reflect.get(context, 'delivery'));

/** Where the shape differs, without any of the values. */
const problem = (error: z.ZodError) => error.issues.map(({ path }) => path.join('.')).join(', ');
