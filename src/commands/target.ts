import { percentageNow, rowOf } from '../answers/target.ts';
import { formatPercent, formatTarget } from '../cards/format.ts';
import { noticeCard } from '../cards/notice.ts';
import { targetCard } from '../cards/target.ts';
import type { TargetRow } from '../cards/target-data.ts';
import { targetLine, wantedWords } from '../cards/target-words.ts';
import { UserError } from '../core/errors.ts';
import { exactly, scopeFrom, scopesOf } from '../core/names.ts';
import { ALL, type Scope } from '../core/scope.ts';
import { dueOf, type Target } from '../core/target.ts';
import { resolveWantedDay } from '../core/target-day.ts';
import { after } from '../core/words.ts';
import type { Command, Context } from './command.ts';
import { partTarget, type Wanted } from './target-parts.ts';

/** Targets of one conversation: each is looked at along its history when they are listed. */
const MOST = 20;

export const target: Command = {
  name: 'target',
  phrases: ['target', 'targets'],
  group: 'manage',
  summary: 'A score to reach by a day, told with a forecast on score and trend here.',
  forms: ['target', 'target <percent> by <day> [for <scope>]', 'target off [for <scope>]'],
  examples: ['target 80% by end of year', 'target 80% by 2027-03-31 for {scope}', 'target'],
  who: 'member',
  read(words, { scopes }) {
    const scopeOf = (left: typeof words, line: string) =>
      scopeFrom(left, scopes, (address) => `${line} ${address}`);
    const named = exactly(words, scopes).length > 0;
    const off = named ? null : (after(words, 'off') ?? offAtEnd(words));
    if (off !== null) {
      const scope = scopeOf(off, 'target off');
      return (context) => drop(context, scope);
    }
    const wanted = named ? null : partTarget(words, scopes);
    if (wanted !== null) return (context) => make(context, wanted);
    const scope = scopeOf(words, 'target');
    return (context) => list(context, scope);
  },
};

const offAtEnd = <T extends Parameters<typeof after>[0]>(words: T) =>
  after(words.slice(-1), 'off') === null ? null : words.slice(0, -1);

/** What a target is for: null where this conversation may not see that any more. */
const scopeOf = ({ world }: Context, { kind, id }: Target['scope']): Scope | null =>
  kind === 'all'
    ? ALL
    : (scopesOf(world.estate).find((scope) => scope.kind === kind && scope.id === id) ?? null);

async function list(context: Context, of: Scope) {
  const { targets, invocation, world, card } = context;
  const rows: TargetRow[] = [];
  for (const one of await targets.of(invocation.conversation.key)) {
    const scope = scopeOf(context, one.scope);
    if (scope === null || (of.kind !== 'all' && of.id !== scope.id)) continue;
    rows.push(await rowOf(world, scope, one, await percentageNow(world, scope)));
  }
  return targetCard({ of, targets: rows }, card);
}

async function drop(context: Context, scope: Scope) {
  const { targets, invocation } = context;
  const before = await findFor(context, scope);
  if (before === null)
    throw new UserError(`There is no target for ${scope.name} here. "target" lists those there are.`, [
      'target',
    ]);
  await targets.remove(invocation.conversation.key, scope);
  const message = `${scope.name}: ${wantedWords(before, context.card.now)} is no longer a target here.`;
  return noticeCard({ message, undo: undoOf(context, scope, before) });
}

async function findFor({ targets, invocation }: Context, { kind, id }: Scope): Promise<Target | null> {
  const all = await targets.of(invocation.conversation.key);
  return all.find(({ scope }) => scope.kind === kind && scope.id === id) ?? null;
}

/** The line that brings a target back; none where its day has passed. */
function undoOf({ card, world }: Context, scope: Scope, before: Target | null): string | null {
  if (before === null) return `target off ${card.address(scope)}`.trim();
  if (dueOf(before) <= world.now) return null;
  return `target ${before.percent}% by ${before.day} ${card.address(scope)}`.trim();
}

async function make(context: Context, { percent, day: said, scope }: Wanted) {
  const { targets, invocation, clock, card, world } = context;
  const zone = card.zone ?? 'UTC';
  const instead = [`target ${percent}% in 3 months ${card.address(scope)}`.trim()];
  const day = resolveWantedDay(said, world.now, zone, instead).toString();
  const start = await percentageNow(world, scope);
  if (start !== null && start >= percent) throw reached(scope, percent, start, day, card.address(scope));
  const key = invocation.conversation.key;
  const before = await findFor(context, scope);
  if (before === null && (await targets.of(key)).length >= MOST)
    throw new UserError(
      `A conversation has at most ${MOST} targets. Drop one first: target off for <scope>.`,
      ['target'],
    );
  const at = clock().toISOString();
  const { kind, id } = scope;
  const made = { ...{ scope: { kind, id }, percent, day, zone, start }, by: invocation.person.key, at };
  await targets.set(key, made);
  const row = await rowOf(world, scope, made, start);
  const was = before === null ? '' : ` It was ${wantedWords(before, card.now)}.`;
  const message = `${scope.name}: ${targetLine(row, card.now)}${was} It is told here with the score and the trend of ${scope.name}.`;
  return noticeCard({ message, undo: undoOf(context, scope, before) });
}

function reached(
  { name, kind }: Scope,
  percent: number,
  now: number,
  day: string,
  address: string,
): UserError {
  const higher = Math.min(100, 5 * Math.floor(now / 5) + 5);
  const next = higher > now ? [`target ${higher}% by ${day} ${address}`.trim()] : [];
  const stands = `${name} ${kind === 'all' ? 'are' : 'is'} at ${formatPercent(now)}`;
  return new UserError(`${stands}, so ${formatTarget(percent)} is reached already. Name a higher one.`, [
    ...next,
    `score ${address}`.trim(),
  ]);
}
