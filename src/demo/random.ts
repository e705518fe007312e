/** 32 well-mixed bits of a text (FNV-1a, then MurmurHash3's finaliser): the same on every machine and every run. */
export function hash(text: string): number {
  let bits = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) bits = Math.imul(bits ^ text.charCodeAt(at), 0x01000193);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** A number from 0 (included) to 1 (excluded) that belongs to this text. */
export function unit(text: string): number {
  return hash(text) / 2 ** 32;
}

/** A GUID that belongs to this text, for what has no published one. */
export function stableGuid(text: string): string {
  const hex = [0, 1, 2, 3].map((part) => hash(`${part} ${text}`).toString(16).padStart(8, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** The same items in an order that belongs to this seed. */
export function shuffled<T>(items: readonly T[], seed: string, idOf: (item: T) => string): T[] {
  return items
    .map((item) => ({ item, place: hash(`${seed} ${idOf(item)}`) }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
