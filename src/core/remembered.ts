/** The same answers, each worked out once while it is remembered: of more than `most` questions all are forgotten. */
export function remembered<Key, Answer extends object>(
  answer: (key: Key) => Answer,
  most = Number.POSITIVE_INFINITY,
): (key: Key) => Answer {
  const known = new Map<Key, Answer>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = answer(key);
    if (known.size >= most) known.clear();
    known.set(key, made);
    return made;
  };
}
