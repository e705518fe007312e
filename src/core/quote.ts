import { fold, plain } from './words.ts';

/** A name as one word of a command line. The grammar reads it back; a name that no quote can hold is left to its id. */
export function quoteName(name: string, id: string): string {
  if (/\p{Cc}/u.test(name) || fold(name) === '') return id;
  const read = plain(name);
  if (!read.includes("'")) return `'${name}'`;
  return read.includes('"') ? id : `"${name}"`;
}
