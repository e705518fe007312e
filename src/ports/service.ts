import type { Answer, Delivery } from '../ports.ts';

/** Runs work whose log lines all carry these fields. */
export type Scoped = <T>(fields: Readonly<Record<string, string>>, work: () => Promise<T>) => Promise<T>;

/** Something that happened and is counted; words of ours only, never a scope, a person or a conversation. */
export type Measured =
  | {
      kind: 'question';
      /** Its name; `unknown` where the text was none. */
      command: string;
      platform: string;
      outcome: Answer['outcome'];
      seconds: number;
    }
  | { kind: 'snapshot-taken'; seconds: number; assessments: number; changes: number; requests: number }
  | { kind: 'snapshot-failed'; seconds: number }
  /** Who changed what the last snapshot saw. */
  | { kind: 'actors-looked-up'; outcome: 'done' | 'failed' }
  /** One request to Azure, retries included. `status` 0: no answer. */
  | { kind: 'azure-request'; status: number }
  | { kind: 'delivery'; platform: string; outcome: Delivery['outcome'] };

/** Takes what the service counts about itself. Never throws, never waits. */
export type Meter = (measured: Measured) => void;

/**
 * One finding of `doctor`. `off`: not configured, so not looked at. `cure`: what to do, in words, and after
 * a line break each a command that does it; null where there is nothing to do.
 */
export type Check = {
  name: string;
  state: 'ok' | 'warning' | 'failed' | 'off';
  message: string;
  cure: string | null;
};
