import type { AlertRule, DigestRule, Schedule } from '../core/order.ts';
import type { QuietHours } from '../core/quiet.ts';
import { WEEKDAYS } from '../core/rule-line.ts';
import { wallTimeText } from '../core/wall-time.ts';
import type { CardContext } from './data.ts';
import { formatDrop, formatMoment, formatTarget } from './format.ts';
import { shownName } from './words.ts';

/** `every Monday at 09:00 (Europe/Oslo)`. */
export function scheduleWords(schedule: Schedule): string {
  return `${dayWords(schedule)} at ${wallTimeText(schedule)} (${schedule.zone})`;
}

function dayWords(schedule: Schedule): string {
  switch (schedule.every) {
    case 'day':
      return 'every day';
    case 'week':
      return `every ${WEEKDAYS[schedule.day - 1]}`;
    case 'month':
      return schedule.day > 28
        ? `on day ${schedule.day} of each month, or its last,`
        : `on day ${schedule.day} of each month`;
  }
}

/** `from 22:00 to 07:00 (Europe/Oslo)`. */
export const quietWords = ({ from, to, zone }: QuietHours): string =>
  `from ${wallTimeText(from)} to ${wallTimeText(to)} (${zone})`;

/** `Snoozed by Ada until Thu 26 Nov 09:00`. */
export function snoozedWords(
  { until, by }: { until: string; by: string | null },
  { zone, now }: Pick<CardContext, 'zone' | 'now'>,
): string {
  const whom = by === null ? '' : ` by ${shownName(by)}`;
  return `Snoozed${whom} until ${formatMoment(until, zone, now)}`;
}

/** What a rule watches, without its scope: `a drop of 5 pp`, `a score below 70 %`, `Enable MFA dropping 10 pp`. */
export function ruleWords(rule: AlertRule, control: (id: string) => string = (id) => id): string {
  switch (rule.of) {
    case 'drop':
      return `a drop of ${formatDrop(rule.points)}`;
    case 'below':
      return `a score below ${formatTarget(rule.percentage)}`;
    case 'control':
      return `a drop of ${formatDrop(rule.points)} in ${control(rule.control)}`;
  }
}

/** `Digest of Contoso Prod, every Monday at 09:00 (Europe/Oslo)`, `Alert on a drop of 5 pp of Contoso Prod`. */
export function orderWords(
  rule: DigestRule | AlertRule,
  scope: string,
  control?: (id: string) => string,
): string {
  if (rule.kind === 'alert') return `Alert on ${ruleWords(rule, control)}: ${scope}`;
  return `${rule.brief ? 'Brief digest' : 'Digest'} of ${scope}, ${scheduleWords(rule.schedule)}`;
}
