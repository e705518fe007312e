import type { Card } from '../../src/cards/card.ts';
import { DAYS, type Drop, ORDERS } from '../../test/support/drop.ts';

/** What the demo posts unasked while a score of it drops and recovers: by name, the first of each kind. */
export async function posts({ ask, live }: Drop): Promise<{ name: string; card: Card }[]> {
  for (const text of ORDERS) await ask(text);
  const seen: { name: string; card: Card }[] = [];
  const keep = (name: string, card: Card) => {
    if (!seen.some((one) => one.name === name)) seen.push({ name, card });
    return { outcome: 'delivered', post: '1' } as const;
  };
  await live(
    {
      deliver: async (_, card) => keep(card.name, card),
      edit: async (_, __, card) => keep('alert-recovered', card),
      posted: async () => null,
    },
    DAYS,
  );
  const settings = await ask('settings');
  if (settings !== null) seen.push({ name: 'settings', card: settings.card });
  return seen;
}
