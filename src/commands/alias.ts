import { aliasesCard } from '../cards/aliases.ts';
import { noticeCard } from '../cards/notice.ts';
import type { Alias } from '../core/alias.ts';
import { aliasFault } from '../core/alias.ts';
import { UserError } from '../core/errors.ts';
import { exactly, scopeFrom, scopesOf } from '../core/names.ts';
import { quoteName } from '../core/quote.ts';
import type { Scope } from '../core/scope.ts';
import { after, fold, joinWords, type Word } from '../core/words.ts';
import type { Command, Context } from './command.ts';

/** Aliases of one conversation: more could not be told apart. */
const MOST = 50;

export const alias: Command = {
  name: 'alias',
  phrases: ['alias', 'aliases'],
  group: 'manage',
  summary: 'A short name for a scope, in this conversation.',
  forms: ['alias', 'alias <name> = <scope>', 'alias <name> off'],
  examples: ['alias', 'alias prod = {scope}'],
  who: 'member',
  read(words, { scopes }) {
    const parts = parted(words);
    if (parts === null) return unset(words);
    const { left, right } = parts;
    const name = joinWords(left);
    if (name === '') throw usage('Name what?');
    if (right.length === 0) return (context) => remove(context, name);
    const scope = scopeFrom(right, scopes, (address) => `alias ${quoted(name)} = ${address}`);
    return (context) => make(context, left, scope);
  },
};

const quoted = (name: string): string => quoteName(name, name);
const offLine = (name: string): string => `alias ${quoted(name)} off`;
const usage = (wrong: string): UserError =>
  new UserError(`${wrong} Write: alias <name> = <scope>. "alias" lists those there are.`, [
    'alias',
    'help alias',
  ]);

/** What stands on both sides of the first `=` that is not in quotes, null where there is none. */
function parted(words: readonly Word[]): { left: readonly Word[]; right: readonly Word[] } | null {
  const at = words.findIndex(({ text, quoted }) => !quoted && text.includes('='));
  const word = words[at];
  if (word === undefined) return null;
  const cut = word.text.indexOf('=');
  const bare = (text: string): Word[] => (text === '' ? [] : [{ text, quoted: false }]);
  return {
    left: [...words.slice(0, at), ...bare(word.text.slice(0, cut))],
    right: [...bare(word.text.slice(cut + 1)), ...words.slice(at + 1)],
  };
}

function unset(words: readonly Word[]) {
  if (words.length === 0) return list;
  const off = words.length > 1 && after(words.slice(-1), 'off') !== null;
  const name = joinWords(off ? words.slice(0, -1) : words);
  return (context: Context) => (off ? remove(context, name) : show(context, name));
}

/** What an alias names: null where this conversation may not see that any more. */
const scopeOf = ({ world }: Context, { scope }: Alias): Scope | null =>
  scopesOf(world.estate).find(({ kind, id }) => kind === scope.kind && id === scope.id) ?? null;

/** An alias for what may not be seen answers like one that does not exist. */
function find(context: Context, name: string): { alias: Alias; scope: Scope } | null {
  const alias = context.settled.aliases.find((known) => fold(known.name) === fold(name));
  const scope = alias === undefined ? null : scopeOf(context, alias);
  return alias === undefined || scope === null ? null : { alias, scope };
}

async function list(context: Context) {
  const aliases = context.settled.aliases.flatMap((known) => {
    const scope = scopeOf(context, known);
    return scope === null ? [] : [{ name: known.name, scope, by: known.by, at: known.at }];
  });
  return aliasesCard({ aliases }, context.card);
}

async function show(context: Context, name: string) {
  const found = find(context, name);
  if (found === null) throw usage(`There is no short name "${name.slice(0, 60)}" here.`);
  const message = `"${found.alias.name}" is short for ${found.scope.name} in this conversation.`;
  return noticeCard({ message, undo: null });
}

async function remove(context: Context, name: string) {
  const found = find(context, name);
  if (found === null) throw usage(`There is no short name "${name.slice(0, 60)}" here.`);
  const { alias, scope } = found;
  await context.preferences.removeAlias(context.invocation.conversation.key, name);
  const undo = `alias ${quoted(alias.name)} = ${context.card.address(scope)}`;
  return noticeCard({ message: `"${alias.name}" is no longer short for ${scope.name}.`, undo });
}

async function make(context: Context, words: readonly Word[], scope: Scope) {
  const { preferences, settled, invocation, clock, card, world, commands } = context;
  const name = joinWords(words);
  const phrases = commands.flatMap(({ phrases }) => phrases);
  const fault = scope.kind === 'all' ? EVERYTHING : aliasFault(name, phrases);
  if (fault !== null) throw usage(fault);
  const taken = exactly([{ text: name, quoted: true }], scopesOf(world.estate))[0];
  if (taken !== undefined)
    throw usage(`"${name}" is the name or the id of ${taken.name} already, so it cannot be a short name.`);
  const before = settled.aliases.find((known) => fold(known.name) === fold(name));
  if (before === undefined && settled.aliases.length >= MOST)
    throw new UserError(
      `A conversation has at most ${MOST} short names. Take one away first: alias <name> off.`,
      ['alias'],
    );
  const made = {
    name,
    scope: { kind: scope.kind, id: scope.id },
    by: invocation.person.key,
    at: clock().toISOString(),
  };
  await preferences.setAlias(invocation.conversation.key, made);
  const was = before === undefined ? null : scopeOf(context, before);
  return noticeCard({
    message: `"${name}" is short for ${scope.name} in this conversation${was === null || was.id === scope.id ? '' : `, and no longer for ${was.name}`}.`,
    undo: was === null ? offLine(name) : `alias ${quoted(name)} = ${card.address(was)}`,
  });
}

const EVERYTHING =
  'Everything that this conversation may see is called "all" already; a short name is for one scope.';
