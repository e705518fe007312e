/** A name as one word of a command line. The grammar reads it back; a name with both quotes is left to its id. */
export function quoteName(name: string, id: string): string {
  if (/[\p{Cc}]/u.test(name) || name.trim() !== name || name === '') return id;
  if (!name.includes("'")) return `'${name}'`;
  return name.includes('"') ? id : `"${name}"`;
}
