import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { headline } from '../../cards/card.ts';
import { openingLine } from '../../cards/order-form.ts';
import { formLine } from '../../core/order-line.ts';
import type { Log } from '../../ports.ts';
import type { Ask, Target } from './ask.ts';
import { fieldAtFault, filled, formOf, formView } from './order-form.ts';
import type { FormSent } from './payload.ts';
import type { Admit } from './receive.ts';
import type { Sender } from './send.ts';
import { whyOf } from './sent.ts';
import type { WebApi } from './web.ts';

/** Milliseconds. Slack gives a form up after three seconds. */
const PATIENCE = 2_000;

const place = z.object({
  channel: z.string(),
  kind: z.enum(['personal', 'group', 'channel', 'terminal']).nullable(),
  shared: z.boolean().nullable(),
});
const target = z.union([
  z.object({
    kind: z.literal('post'),
    channel: z.string(),
    thread: z.string().nullable(),
    url: z.string().nullable(),
  }),
  z.object({ kind: z.literal('private'), url: z.string(), thread: z.string().nullable() }),
]);
/** What we gave to Slack with the form, and get back in a signed request: where it was opened. Never who fills it in. */
const Memory = z.object({
  order: z.enum(['digest', 'alert']),
  /** The line that opened it. */
  opened: z.string().default(''),
  place,
  target,
});

/** Null: taken. Else what is wrong, by field. */
export type Verdict = Readonly<Record<string, string>> | null;
export type Forms = {
  /** A press that opens a form, which the bot's own answer to its line fills. Never rejects. */
  open(ask: Ask, trigger: string): Promise<void>;
  /** A form that came back. Never rejects; `after` is what remains to be done once Slack was told. */
  take(sent: FormSent, id: string): Promise<{ verdict: Verdict; after: () => Promise<void> }>;
};

export function createForms(web: WebApi, admit: Admit, sender: Sender, log: Log): Forms {
  return {
    async open(ask, trigger) {
      try {
        const admitted = await admit(ask);
        const answer = (await admitted?.say()) ?? null;
        if (admitted === null || answer === null) return;
        const form = formOf(answer.card);
        if (form === null) return await sender.answer(ask, answer, admitted.personal);
        const memory = JSON.stringify({
          ...{ order: form.order, opened: openingLine(form), place: ask.place, target: kept(ask.target) },
        });
        const { sent } = await web('views.open', { trigger_id: trigger, view: formView(form, memory) });
        if (sent.kind !== 'sent') log.warn(`slack: a form was not opened: ${whyOf(sent)}`);
      } catch (error) {
        log.error('slack: a form was not opened', { error });
      }
    },
    async take(sent, id) {
      try {
        return await taken(sent, id);
      } catch (error) {
        log.error('slack: a form was not taken', { error });
        return {
          verdict: { scope: 'That is a fault of mine, not yours. Please type the line instead.' },
          after,
        };
      }
    },
  };

  async function taken(sent: FormSent, id: string) {
    const { view } = sent;
    const memory = Memory.parse(JSON.parse(view.private_metadata));
    const form = filled(memory.order, view.state.values);
    const ask = asked(sent, memory, formLine(memory.opened, form), id);
    const admitted = ask === null ? null : await admit(ask);
    if (ask === null || admitted === null) return { verdict: NOT_YOU, after };
    const saying = admitted.say();
    const soon = await Promise.race([saying, sleep(PATIENCE, 'late' as const, { ref: false })]);
    if (soon === null) return { verdict: TOO_MUCH, after };
    if (soon !== 'late' && soon.outcome !== 'answered') {
      const message = headline(soon.card);
      return { verdict: { [fieldAtFault(form, message)]: message }, after };
    }
    const tell = async () => {
      const answer = await saying;
      if (answer !== null) await sender.answer(ask, answer, admitted.personal);
    };
    return { verdict: null, after: tell };
  }
}

const after = async () => {};
const NOT_YOU: Verdict = { scope: 'I answer people of this workspace only.' };
const TOO_MUCH: Verdict = { scope: 'You asked more than I answer in a minute. Please wait a little.' };

/** The answer to a form stands where the form was opened, and replaces nothing. */
const kept = (target: Target): Target =>
  target.kind === 'replace' ? { kind: 'private', url: target.url, thread: null } : target;

/** As if the person who filled it in had pressed a button with that line there. */
function asked(sent: FormSent, memory: z.infer<typeof Memory>, text: string, id: string): Ask | null {
  const workspace = sent.team?.id ?? sent.user.team_id ?? sent.enterprise?.id;
  if (workspace == null) return null;
  return {
    id,
    workspace,
    enterprise: sent.enterprise?.id ?? null,
    user: { id: sent.user.id, team: sent.user.team_id ?? null },
    place: memory.place,
    text,
    addressed: 'pressed',
    target: memory.target,
  };
}
