import type { Json } from '../../cards/render.ts';
import { render } from '../../cards/render.ts';
import type { Answer, Log } from '../../ports.ts';
import type { Ask } from './ask.ts';
import { withoutNewestBlocks } from './plainer.ts';
import type { Admit } from './receive.ts';
import { whyOf } from './sent.ts';
import type { WebApi } from './web.ts';

/** Blocks of a page, by Slack. */
const MOST_BLOCKS = 100;
/** What stands on the page: what the person has asked to be told in their own chat, then what can be done. */
const ORDERS = 'settings';
const LINES = [ORDERS, 'help'];

/**
 * Publishes the bot's own page for whoever looks at it: answers to lines that they could type in their own chat, so that
 * it shows nothing that these would not. Never rejects.
 */
export function createHome(web: WebApi, admit: Admit, log: Log): (ask: Ask) => Promise<void> {
  return async (ask) => {
    try {
      const admitted = await admit(ask);
      if (admitted === null) return;
      const answers: (Answer | null)[] = [];
      for (const line of LINES) answers.push(await admitted.say(line));
      const blocks = pageOf(answers);
      const { sent } = await web('views.publish', { user_id: ask.user.id, view: { type: 'home', blocks } });
      if (sent.kind !== 'sent') log.warn(`slack: the home page was not published: ${whyOf(sent)}`);
    } catch (error) {
      log.error('slack: the home page was not made', { error });
    }
  };
}

const FORMS = ['digest', 'alert'];
/** Opens the forms; their lines are what a person would type. */
const SET_UP: Json[] = [
  { type: 'header', text: { type: 'plain_text', text: 'Scoreline in this chat', emoji: false } },
  {
    type: 'actions',
    elements: [opener('Set up a digest', 'digest'), opener('Set up an alert', 'alert')],
  },
];

function opener(title: string, line: string): Json {
  return {
    type: 'button',
    action_id: 'form:0',
    text: { type: 'plain_text', text: title, emoji: false },
    value: line,
  };
}

/** One card under the other. Actions are named by their place on the page: two cards would use a name twice. */
export function pageOf(answers: readonly (Answer | null)[]): Json[] {
  const parts = answers.flatMap((answer) => (answer?.outcome === 'answered' ? [blocksOf(answer)] : []));
  // Who is not told of orders here cannot set one up either.
  const forms = answers[LINES.indexOf(ORDERS)]?.outcome === 'answered' ? [SET_UP] : [];
  const page = [...forms, ...parts].flatMap((blocks, at) =>
    at === 0 ? blocks : [{ type: 'divider' }, ...blocks],
  );
  let actions = 0;
  const named = (block: Json): Json =>
    JSON.parse(JSON.stringify(block), (key, value) =>
      key === 'action_id' ? String(value).replace(/\d+$/u, () => String(actions++)) : value,
    );
  return page.slice(0, MOST_BLOCKS).map(named);
}

/** A page takes neither tables nor charts. */
function blocksOf({ card }: Answer): Json[] {
  const { blocks = [] } = render(card, 'slack');
  const plainer = withoutNewestBlocks(blocks) ?? blocks;
  return Array.isArray(plainer) ? plainer.flatMap(withoutForms) : [];
}

/** The forms open from above; below, the same lines would only be answered in the chat. */
function withoutForms(block: Json): Json[] {
  if (!isObject(block) || block.type !== 'actions' || !Array.isArray(block.elements)) return [block];
  const elements = block.elements.filter((one) => !isObject(one) || !FORMS.includes(String(one.value)));
  return elements.length === 0 ? [] : [{ ...block, elements }];
}

const isObject = (value: Json): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
