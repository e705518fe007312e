/** Written for the person who asked: says what to type instead. Everything else that is thrown is a bug. */
export class UserError extends Error {
  /** Command lines that would work, most likely first; each is offered as a button. */
  readonly suggestions: readonly string[];

  /** A name in it means nothing yet, and may once more is known. */
  readonly unresolved: boolean;

  constructor(message: string, suggestions: readonly string[] = [], unresolved = false) {
    super(message);
    this.unresolved = unresolved;
    this.name = 'UserError';
    this.suggestions = suggestions;
  }
}

/** The read was cut short (truncated page, rows missing, lasting 5xx): nothing of it may be stored. */
export class IncompleteRead extends Error {
  override name = 'IncompleteRead';
}

/** Azure, the database or a platform did not answer; the message says which and what to do about it. */
export class Unreachable extends Error {
  override name = 'Unreachable';
}

/** What an attempt gives; null where it throws a `UserError`, as an ambiguous part of a name does. */
export function tried<T>(attempt: () => T): T | null {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
