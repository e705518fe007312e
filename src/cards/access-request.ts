import type { Card } from './card.ts';
import type { AccessRequestData } from './data.ts';
import { button } from './view.ts';
import { clean, shorten, shownName } from './words.ts';

/** To an operator: somebody asks that a conversation may see a scope. The buttons are what would be typed. */
export function accessRequestCard(data: AccessRequestData): Card<AccessRequestData> {
  const headline = `${shownName(data.byName)} asks for access to the secure score.`;
  const rows = [
    { label: 'From', value: shorten(clean(data.by)) },
    { label: 'For conversation', value: shorten(clean(data.conversation)) },
    { label: 'Grant types', value: clean(data.grantLine) },
    { label: 'Refuse types', value: clean(data.refuseLine) },
  ];
  const view = {
    headline,
    rows,
    buttons: [button('Grant', data.grantLine), button('Refuse', data.refuseLine)],
  };
  const said = rows.map(({ label, value }) => `${label}: ${value}`);
  return { name: 'access-request', data, view, text: [headline, ...said].join('\n') };
}
