import { formatMoment } from '../cards/format.ts';
import { noticeCard } from '../cards/notice.ts';
import { fold, joinWords, skipFillers, type Word } from '../core/words.ts';
import { parseZone } from '../core/zone.ts';
import type { Command, Context } from './command.ts';

export const timezone: Command = {
  name: 'timezone',
  phrases: ['timezone', 'time zone'],
  group: 'manage',
  summary: 'In which time zone this conversation is told times.',
  forms: ['timezone', 'timezone <continent/city>', 'timezone off'],
  examples: ['timezone', 'timezone Europe/Oslo'],
  who: 'member',
  always: true,
  read(words) {
    const typed = zoneWords(words);
    if (typed === '') return tell;
    const zone = fold(typed) === 'off' ? null : parseZone(typed);
    return (context) => set(context, zone);
  },
};

const zoneWords = (words: readonly Word[]): string => {
  const [first, ...rest] = skipFillers(words);
  return joinWords(first?.text === '=' ? rest : skipFillers(words));
};

async function tell({ settled, invocation, card }: Context) {
  const message = `${told(settled.zone, invocation.timezone)} ${nowIn(settled.zone ?? invocation.timezone ?? null, card.now)}`;
  return noticeCard({ message, undo: null });
}

function told(settled: string | null, profile: string | undefined): string {
  if (settled !== null) return `This conversation is told times in ${settled}.`;
  if (profile !== undefined)
    return `You are told times in ${profile}, the zone of your profile: none is set for this conversation.`;
  return 'Times are told in UTC: no zone is set for this conversation. Set one with: timezone <continent/city>.';
}

const nowIn = (zone: string | null, now: string): string =>
  `It is ${formatMoment(now, zone, now)}${zone === null ? '' : ' there'}.`;

async function set({ preferences, settled, invocation, card }: Context, zone: string | null) {
  await preferences.setZone(invocation.conversation.key, zone);
  const before = settled.zone;
  const undo = before === zone ? null : `timezone ${before ?? 'off'}`;
  const message =
    zone === null
      ? `${before === null ? 'No zone was set' : `The zone ${before} is no longer set`} for this conversation: times are told in the zone of whoever asks, else in UTC.`
      : `This conversation is told times in ${zone} from now on. ${nowIn(zone, card.now)}`;
  return noticeCard({ message, undo });
}
