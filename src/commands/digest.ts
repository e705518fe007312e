import { formatMoment } from '../cards/format.ts';
import { noticeCard } from '../cards/notice.ts';
import { choicesOf, orderFormCard } from '../cards/order-form.ts';
import { scheduleWords } from '../cards/order-words.ts';
import { nameWithin } from '../cards/words.ts';
import { UserError } from '../core/errors.ts';
import { exactly, scopeFrom, scopesOf } from '../core/names.ts';
import type { DigestRule } from '../core/order.ts';
import { isZoneLike, type SaidSchedule, SCHEDULES, scheduleIn } from '../core/parse-schedule.ts';
import type { Scope } from '../core/scope.ts';
import { after, lineOf, type Word, withoutFillers } from '../core/words.ts';
import { parseZone } from '../core/zone.ts';
import type { Command, Context, Vocabulary } from './command.ts';
import { previewDigest } from './digest-preview.ts';
import { keepOrder, undoOf } from './standing-order.ts';
import { describe, namesScope, stopOrders } from './stop-orders.ts';

export const digest: Command = {
  name: 'digest',
  phrases: ['digest', 'digests'],
  group: 'be told',
  summary: 'The score of the week, the day or the month, posted here by itself.',
  forms: [
    'digest weekly <day> <time> [<zone>] [for <scope>] [brief]',
    'digest daily <time> …',
    'digest monthly <day> <time> …',
    'digest preview [for <scope>]',
    'digest off [for <scope>]',
  ],
  examples: [
    'digest weekly monday 09:00',
    'digest daily 08:30 for {scope} brief',
    'digest preview',
    'digest off',
  ],
  who: 'member',
  read(words, { scopes }) {
    const scopeOf = (left: readonly Word[], line: string) =>
      scopeFrom(left, scopes, (address) => `${line} for ${address}`);
    if (withoutFillers(words).length === 0) return form;
    const off = after(words, 'off') ?? after(words, 'stop');
    if (off !== null) {
      const scope = namesScope(off) ? scopeOf(off, 'digest off') : null;
      return (context) => stopOrders(context, 'digest', scope);
    }
    const preview = after(words, 'preview');
    if (preview !== null) {
      const scope = namesScope(preview) ? scopeOf(preview, 'digest preview') : null;
      return (context) => previewDigest(context, scope);
    }
    const wanted = wantedIn(words, scopes);
    return (context) => make(context, wanted);
  },
};

type Wanted = { said: SaidSchedule; zone: string | null; brief: boolean; scope: Scope };

/** The schedule stands first; after the scope may stand the zone and `brief`, unless they belong to its name. */
function wantedIn(words: readonly Word[], scopes: Vocabulary['scopes']): Wanted {
  const said = scheduleIn(words);
  if (said === null)
    throw new UserError('When? A digest is weekly, daily or monthly.', [
      ...SCHEDULES.map((schedule) => `digest ${schedule}`),
      'digest preview',
    ]);
  let rest = said.rest;
  let [zone, brief]: [string | null, boolean] = [said.zone, false];
  for (let last = rest.at(-1); last !== undefined && !last.quoted; last = rest.at(-1)) {
    if (exactly(rest, scopes).length > 0) break;
    if (last.text.toLowerCase() === 'brief') brief = true;
    else if (isZoneLike(last.text)) zone = parseZone(last.text);
    else break;
    rest = rest.slice(0, -1);
  }
  const typed = lineOf(words.slice(0, words.length - said.rest.length));
  const end = [zone ?? '', brief ? 'brief' : ''].filter((part) => part !== '' && !typed.includes(part));
  const scope = scopeFrom(rest, scopes, (address) => [`digest ${typed} for ${address}`, ...end].join(' '));
  return { said, zone, brief, scope };
}

async function form({ world, card, settled, invocation }: Context) {
  const scopes = scopesOf(world.estate).map((scope) => ({ name: scope.name, line: card.address(scope) }));
  const zone = settled.zone ?? invocation.timezone ?? null;
  return orderFormCard({ order: 'digest', ...choicesOf(scopes), zone });
}

async function make(context: Context, { said, zone, brief, scope }: Wanted) {
  const schedule = { ...said.schedule, zone: zone ?? context.card.zone ?? 'UTC' } as DigestRule['schedule'];
  const kept = await keepOrder(context, { kind: 'digest', schedule, brief }, scope);
  const { order, replaced } = kept;
  const next = order.next === null ? '' : formatMoment(order.next, schedule.zone, context.card.now);
  const what = `${brief ? 'the score in brief' : 'the score'} of ${nameWithin(scope)}`;
  const was = replaced === null ? '' : ` It takes the place of: ${describe(context, replaced)}.`;
  const message = `I will post ${what} here ${scheduleWords(schedule)}, next on ${next}.${was}`;
  return noticeCard({ message, undo: undoOf(context, kept) });
}
