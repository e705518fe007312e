import type { Log } from '../../ports.ts';
import { NotOpened } from './connection.ts';
import { sentOf, whyOf } from './sent.ts';

/** Why there is no connection. `after`: seconds that Slack wants us to wait. */
export type Failure = { why: string; refused: boolean; after: number };

/** What an error of opening a connection means. */
export function failureOf(error: unknown): Failure {
  if (error instanceof NotOpened) return { why: error.message, refused: false, after: 0 };
  const sent = sentOf(error);
  const after = sent.kind === 'limited' ? sent.seconds : 0;
  return sent.kind === 'refused'
    ? { why: `${REFUSED} (${sent.code})`, refused: true, after }
    : { why: whyOf(sent), refused: false, after };
}

const REFUSED =
  'the app token is refused, check SLACK_APP_TOKEN: an app-level token with connections:write, of an app in which Socket Mode is switched on';

/** Slack's reasons that somebody can do something about; all others are its daily business. */
const CURES: Readonly<Record<string, string>> = {
  link_disabled:
    'Socket Mode was switched off in the settings of the app: switch it on again, or take SLACK_APP_TOKEN away and set SLACK_SIGNING_SECRET',
  too_many_websockets:
    'Slack allows ten connections an app: stop other processes with this SLACK_APP_TOKEN, or use HTTP for many replicas',
};

/** The log of a connection that is looked for again and again: one line when something changes, not one an attempt. */
export function createTrouble(log: Log) {
  let said: string | null = null;
  return {
    failed({ why, refused }: Failure): void {
      if (why === said) return;
      said = why;
      if (refused) log.error(`slack: ${why}`);
      else log.warn(`slack: no Socket Mode connection yet: ${why}`);
    },
    over(): void {
      if (said === '') return;
      said = '';
      log.info('slack: connected in Socket Mode');
    },
    left(reason: string | null): void {
      const cure = CURES[reason ?? ''];
      if (cure !== undefined) {
        said = reason;
        log.error(`slack: ${cure}`);
      } else if (reason === null) {
        said = reason;
        log.warn('slack: the Socket Mode connection broke off');
      }
    },
  };
}
