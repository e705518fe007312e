import type { AlertRule, DigestRule, Schedule } from './order.ts';
import { wallTimeText } from './wall-time.ts';

export const WEEKDAYS = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;

/** An alert's rule as a person types it, without its scope: `drop 5`, `below 70`; `control` is what names it. */
export function alertLine(rule: AlertRule, control = (id: string): string => id): string {
  switch (rule.of) {
    case 'drop':
      return `drop ${rule.points}`;
    case 'below':
      return `below ${rule.percentage}`;
    case 'control':
      return `control ${control(rule.control)} drop ${rule.points}`;
  }
}

/** The command line that makes an order; `address` is what names its scope, empty for everything. */
export function orderLineOf(
  rule: DigestRule | AlertRule,
  address: string,
  control?: (id: string) => string,
): string {
  const scope = address === '' ? '' : ` for ${address}`;
  if (rule.kind === 'alert') return `alert ${alertLine(rule, control)}${scope}`;
  return `digest ${scheduleLine(rule.schedule)}${scope}${rule.brief ? ' brief' : ''}`;
}

/** `weekly monday 09:00 Europe/Oslo`. */
function scheduleLine(schedule: Schedule): string {
  return `${whenLine(schedule)} ${wallTimeText(schedule)} ${schedule.zone}`;
}

/** `weekly monday`, `daily`, `monthly 1`. */
export function whenLine(schedule: Schedule): string {
  switch (schedule.every) {
    case 'day':
      return 'daily';
    case 'week':
      return `weekly ${WEEKDAYS[schedule.day - 1]?.toLowerCase()}`;
    case 'month':
      return `monthly ${schedule.day}`;
  }
}
