import { formatMoment } from '../cards/format.ts';
import { noticeCard } from '../cards/notice.ts';
import { choicesOf, orderFormCard } from '../cards/order-form.ts';
import { scheduleWords } from '../cards/order-words.ts';
import { nameWithin } from '../cards/words.ts';
import { UserError } from '../core/errors.ts';
import { misreadSchedule } from '../core/misread-schedule.ts';
import { exactly, findScope, scopeFrom, scopesOf } from '../core/names.ts';
import { nearest } from '../core/nearest.ts';
import type { DigestRule } from '../core/order.ts';
import { isZoneLike, type SaidSchedule, SCHEDULES, scheduleIn, zoneAt } from '../core/parse-schedule.ts';
import type { Scope } from '../core/scope.ts';
import { after, joinWords, lineOf, type Word, withoutFillers } from '../core/words.ts';
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

/** The schedule stands first, then the scope. */
function wantedIn(words: readonly Word[], scopes: Vocabulary['scopes']): Wanted {
  const said = scheduleIn(words);
  if (said === null)
    throw new UserError('When? A digest is weekly, daily or monthly.', [
      ...SCHEDULES.map((schedule) => `digest ${schedule}`),
      'digest preview',
    ]);
  const { rest, zone, brief } = around(said, words, scopes);
  const typed = lineOf(words.slice(0, words.length - said.rest.length));
  const end = [zone ?? '', brief ? 'brief' : ''].filter((part) => part !== '' && !typed.includes(part));
  const line = (address: string) => [`digest ${typed} for ${address}`, ...end].join(' ');
  if (findScope(rest, scopes, line) === null && nearest(joinWords(rest), scopes).length === 0) {
    const misread = misreadSchedule(words, words.length - said.rest.length);
    if (misread !== null) throw misread;
  }
  return { said, zone, brief, scope: scopeFrom(rest, scopes, line) };
}

type Around = { rest: readonly Word[]; zone: string | null; brief: boolean };

/** The zone and `brief` before the scope and after it, unless they belong to its name. */
function around(said: SaidSchedule, words: readonly Word[], scopes: Vocabulary['scopes']): Around {
  const found: Around = { rest: said.rest, zone: said.zone, brief: false };
  const take = (word: Word | undefined): boolean => {
    if (word === undefined || word.quoted || exactly(found.rest, scopes).length > 0) return false;
    if (word.text.toLowerCase() === 'brief') found.brief = true;
    else if (isZoneLike(word.text)) found.zone = zoneAt(words, words.indexOf(word));
    else return false;
    return true;
  };
  while (take(found.rest.at(-1))) found.rest = found.rest.slice(0, -1);
  while (take(found.rest[0])) found.rest = found.rest.slice(1);
  return found;
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
