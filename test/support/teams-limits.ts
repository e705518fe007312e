/** A message of at most 28 KB passes everywhere in Teams, in bytes of its JSON. */
const MOST_BYTES = 28 * 1024;

/** What Teams would refuse about an activity, in words; empty where it would take it. */
export function teamsFaults(activity: object): string[] {
  const bytes = Buffer.byteLength(JSON.stringify(activity));
  return bytes > MOST_BYTES ? [`${bytes} bytes of ${MOST_BYTES}`] : [];
}
