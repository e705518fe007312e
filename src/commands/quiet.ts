import { formatMoment } from '../cards/format.ts';
import { noticeCard } from '../cards/notice.ts';
import { quietWords } from '../cards/order-words.ts';
import { type QuietHours, quietIn, quietLine, quietUntil, type SaidQuiet } from '../core/quiet.ts';
import { after, withoutFillers } from '../core/words.ts';
import type { Command, Context } from './command.ts';

export const quiet: Command = {
  name: 'quiet',
  phrases: ['quiet', 'quiet hours'],
  group: 'be told',
  summary: 'Hours of the day in which alerts wait; after them what still holds is told, in one post.',
  forms: ['quiet', 'quiet <time> to <time> [<zone>]', 'quiet off'],
  examples: ['quiet', 'quiet 22:00 to 07:00', 'quiet off'],
  who: 'member',
  read(words) {
    if (withoutFillers(words).length === 0) return tell;
    if (after(words, 'off')?.length === 0) return (context) => set(context, null);
    const said = quietIn(words);
    return (context) => set(context, at(said, context));
  },
};

const at = (said: SaidQuiet, { card }: Context): QuietHours => ({
  ...said,
  zone: said.zone ?? card.zone ?? 'UTC',
});

async function tell({ settled }: Context) {
  const message =
    settled.quiet === null
      ? 'This conversation has no quiet hours: alerts come whenever they are sure. Set some with: quiet 22:00 to 07:00.'
      : `${promise(settled.quiet)} Digests come at their own time.`;
  return noticeCard({ message, undo: settled.quiet === null ? null : 'quiet off' });
}

async function set({ preferences, settled, invocation, clock, card }: Context, hours: QuietHours | null) {
  await preferences.setQuiet(invocation.conversation.key, hours);
  const before = settled.quiet;
  const undo = before === null ? 'quiet off' : quietLine(before);
  if (hours === null)
    return noticeCard({
      message:
        before === null
          ? 'This conversation had no quiet hours.'
          : 'Quiet hours are over for good: alerts come whenever they are sure.',
      undo: before === null ? null : undo,
    });
  const until = quietUntil(hours, clock());
  const now =
    until === null
      ? ''
      : ` It is quiet now, until ${formatMoment(until.toISOString(), hours.zone, card.now)}.`;
  const message = `${promise(hours)} Digests come at their own time.${now}`;
  const same = before !== null && quietLine(before) === quietLine(hours);
  return noticeCard({ message, undo: same ? null : undo });
}

const promise = (hours: QuietHours): string =>
  `Alerts of this conversation wait ${quietWords(hours)}; what still holds after that is told then, in one post.`;
