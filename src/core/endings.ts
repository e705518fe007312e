/** Tells ids apart by how they end: the last 4 characters, or as many more as it takes. */
export function endings(ids: readonly string[]): (id: string) => string {
  const different = new Set(ids).size;
  let length = 4;
  while (new Set(ids.map((id) => id.slice(-length))).size < different) length += 4;
  return (id) => `${id.length > length ? '…' : ''}${id.slice(-length)}`;
}
