/** Questions that one person may ask in a window of a minute. */
export const MOST = 20;
const WINDOW_MS = 60_000;
/** People remembered at once. More than that ask within a minute only where somebody makes them up. */
const MOST_PEOPLE = 10_000;

/** One person's last minute, in milliseconds since 1970: what was answered, and when they were told to wait. */
export type Window = { readonly answered: readonly number[]; readonly told: number | null };

/** `tell`: too many, and this person does not know it yet; `ignore`: they were told within the last minute. */
export type Admission = 'answer' | 'tell' | 'ignore';

/** Whether a question asked at `now` is answered, and the window after it. */
export function admit(before: Window | undefined, now: number): { admission: Admission; window: Window } {
  // A clock that was set back must not silence anybody for as long as it was ahead.
  const recent = (at: number) => at > now - WINDOW_MS && at <= now;
  const answered = (before?.answered ?? []).filter(recent);
  const told = before?.told ?? null;
  if (answered.length < MOST) return { admission: 'answer', window: { answered: [...answered, now], told } };
  if (told !== null && recent(told)) return { admission: 'ignore', window: { answered, told } };
  return { admission: 'tell', window: { answered, told: now } };
}

/** Seconds until the next question is answered again. */
export const waitOf = ({ answered }: Window, now: number): number =>
  Math.max(1, Math.ceil(((answered[0] ?? now) + WINDOW_MS - now) / 1000));

/** The people to forget, so that no more than a limit stays: `people` in the order of their last question. */
export function expired(people: ReadonlyMap<string, Window>, now: number): string[] {
  const gone: string[] = [];
  for (const [person, { answered, told }] of people) {
    const quiet = Math.max(answered.at(-1) ?? 0, told ?? 0) <= now - WINDOW_MS;
    if (!quiet && people.size - gone.length <= MOST_PEOPLE) break;
    gone.push(person);
  }
  return gone;
}
