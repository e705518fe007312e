import type { Card } from './card.ts';
import type { HelpCommand, HelpData, HelpGroup } from './data.ts';
import { namedButton } from './parts.ts';
import { clean, sentence } from './words.ts';

const GROUPS: readonly HelpGroup[] = ['ask', 'understand', 'be told', 'manage'];
const MOST_EXAMPLES = 4;

/** What Scoreline can do, by what people want; or the forms and two examples of one command. */
export function helpCard(data: HelpData): Card<HelpData> {
  const of = data.commands.find(({ name }) => name === data.of);
  return of === undefined ? everything(data) : one(data, of);
}

function everything(data: HelpData): Card<HelpData> {
  const headline = 'Ask about the secure score of your Azure subscriptions, in these words.';
  const groups = GROUPS.flatMap((group) => {
    const commands = data.commands.filter((command) => command.group === group);
    if (commands.length === 0) return [];
    const rows = commands.map(({ name, summary }) => ({
      name: clean(name),
      summary: sentence(clean(summary)),
    }));
    return [{ title: sentence(group), rows }];
  });
  const note = 'This is the classic secure score of Azure, not the risk-based score of the Defender portal.';
  const view = { headline, title: 'What I can do', groups, note, buttons: exampleButtons(data) };
  const said = groups.flatMap(({ title, rows }) => [
    `${title}:`,
    ...rows.map(({ name, summary }) => `${name}: ${summary}`),
  ]);
  const examples = view.buttons.map(({ line }) => `Try: ${clean(line.verbatim)}`);
  return { name: 'help', data, view, text: [headline, ...said, ...examples, note].join('\n') };
}

/** An example of each command in turn, so that they differ. */
function exampleButtons(data: HelpData) {
  const lines = data.commands.flatMap(({ examples }) => examples.slice(0, 1)).slice(0, MOST_EXAMPLES);
  return [...new Set(lines.length > 0 ? lines : ['score'])].map((line) => namedButton(line, line));
}

function one(data: HelpData, command: HelpCommand): Card<HelpData> {
  const headline = `${sentence(clean(command.name))}: ${clean(command.summary)}`;
  const forms = command.forms.map((form) => ({ name: clean(form), summary: '' }));
  const examples = command.examples.slice(0, 2);
  const view = {
    headline,
    title: sentence(clean(command.name)),
    groups: [{ title: sentence(clean(command.summary)), rows: forms }],
    note: 'A scope is a subscription, a management group or a connector: by name, by id or by a part of its name.',
    buttons: [
      ...examples.map((line) => namedButton(line, line)),
      ...(examples.length < 2 ? [namedButton('All commands', 'help')] : []),
    ],
  };
  const said = [
    ...forms.map(({ name }) => name),
    ...examples.map((line) => `Try: ${clean(line)}`),
    view.note,
  ];
  return { name: 'help', data, view, text: [headline, ...said].join('\n') };
}
