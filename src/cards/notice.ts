import type { Card } from './card.ts';
import type { NoticeData } from './data.ts';
import { button } from './view.ts';
import { clean, shownMessage } from './words.ts';

/** A confirmation: one sentence, and the way on or back where there is one. */
export function noticeCard(data: NoticeData): Card<NoticeData> {
  const message = shownMessage(data.message);
  const { undo, confirm } = data;
  const buttons = [
    ...(confirm === undefined ? [] : [button(confirm.title, confirm.line)]),
    ...(undo === null ? [] : [button('Undo', undo)]),
  ];
  const view = { headline: message, hasButtons: buttons.length > 0, buttons };
  const text = [
    message,
    ...(confirm === undefined ? [] : [`To do it: ${clean(confirm.line)}`]),
    ...(undo === null ? [] : [`To undo: ${clean(undo)}`]),
  ].join('\n');
  return { name: 'notice', data, view, text };
}
