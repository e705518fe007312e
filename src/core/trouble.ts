/** What is wrong, and what to do about it: words, then a command a line; null where nothing is known to help. */
export type Trouble = { message: string; cure: string | null };

/**
 * The message of an `Unreachable` in its two halves: they are written as "<what is wrong>. <what to do>." or as
 * "<what is wrong> (<code>): <what to do>."
 */
export function troubleOf({ message }: Error): Trouble {
  const [, what, cure] = /^(.+?(?:\.|\):)) (\S.*)$/s.exec(message) ?? [];
  if (what === undefined || cure === undefined) return { message, cure: null };
  return { message: what.replace(/:$/, '.'), cure: cure.charAt(0).toUpperCase() + cure.slice(1) };
}
