/** The same value every time, made when it is first asked for: for what is always the same and costs something. */
export function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
