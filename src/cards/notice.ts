import type { Card } from './card.ts';
import type { NoticeData } from './data.ts';
import { button } from './view.ts';
import { clean, shownMessage } from './words.ts';

/** A confirmation: one sentence, and the way back where there is one. */
export function noticeCard(data: NoticeData): Card<NoticeData> {
  const message = shownMessage(data.message);
  const undo = data.undo === null ? [] : [button('Undo', data.undo)];
  const view = { headline: message, hasButtons: undo.length > 0, buttons: undo };
  const text = [message, ...(data.undo === null ? [] : [`To undo: ${clean(data.undo)}`])].join('\n');
  return { name: 'notice', data, view, text };
}
