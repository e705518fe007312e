import { pageOf } from '../../src/platforms/slack/home.ts';
import { formOf, formView } from '../../src/platforms/slack/order-form.ts';
import type { Drop } from '../../test/support/drop.ts';

/** What Slack draws that is no message. `json`: a view. */
export type Surface = { name: string; frame: 'home' | 'modal'; json: unknown };

/** The bot's own page in Slack, and the forms that open from it. */
export async function surfaces({ ask }: Drop): Promise<Surface[]> {
  const blocks = pageOf([await ask('settings'), await ask('help')]);
  const found: Surface[] = [{ name: 'home', frame: 'home', json: { blocks } }];
  for (const line of ['digest', 'alert']) {
    const answer = await ask(line);
    const form = answer === null ? null : formOf(answer.card);
    if (form !== null) found.push({ name: `${line}-modal`, frame: 'modal', json: formView(form, '') });
  }
  return found;
}
