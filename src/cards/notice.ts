import type { Card } from './card.ts';
import type { NoticeData } from './data.ts';
import { button } from './view.ts';
import { clean, shownMessage } from './words.ts';

/** No card has more; the words have all of them. */
const MOST_BUTTONS = 4;

/** A confirmation: one sentence, and the way on or back where there is one. */
export function noticeCard(data: NoticeData): Card<NoticeData> {
  const message = shownMessage(data.message);
  const { undo, confirm, undoEach = [] } = data;
  const buttons = [
    ...(confirm === undefined ? [] : [button(confirm.title, confirm.line)]),
    ...(undo === null ? [] : [button('Undo', undo)]),
    ...undoEach.slice(0, MOST_BUTTONS).map(({ title, line }) => button(`Undo: ${title}`, line)),
  ];
  const view = { headline: message, hasButtons: buttons.length > 0, buttons };
  const text = [
    message,
    ...(confirm === undefined ? [] : [`To do it: ${clean(confirm.line)}`]),
    ...(undo === null ? [] : [`To undo: ${clean(undo)}`]),
    ...undoEach.map(({ line }) => `To undo: ${clean(line)}`),
  ].join('\n');
  return { name: 'notice', data, view, text };
}
