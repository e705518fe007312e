/** Waits for something to become true by looking again, and fails with what it is about. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  seconds = 10,
): Promise<Exclude<NonNullable<T>, false>> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false)
      return found as Exclude<NonNullable<T>, false>;
    if (Date.now() > deadline) throw new Error(`Still not so after ${seconds} s: ${what}`);
    await new Promise((next) => setTimeout(next, 5));
  }
}
