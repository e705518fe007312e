/**
 * Words into a place of a platform where they are read as markup. Everywhere else (Slack's `plain_text`, `raw_text` and
 * `rich_text`, Teams' `TextRun` and titles) words are literal, and escaping them would show the escapes.
 */

/** Marks that act in CommonMark wherever they stand; an underscore inside a word does not. */
const ACTIVE = /[\\`*[\]<~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
/** Marks that make the start of a line a heading, a quote, a list or a rule. */
const STARTING = /^(\d{1,9})(?=[.)])|^[#>+=-]/u;
/** An entity would be shown as the character that it names. */
const ENTITY = /&(?=#?\w{1,31};)/g;

/** Without one of these nothing of the above is found; most words have none. */
const ANY_MARK = /[\\`*[\]<~_&]|^[#>+=\d-]/;

/** For `TextBlock.text` and facts, which are Markdown. A backslash stands only where a mark would act. */
export function teamsMarkup(words: string): string {
  if (!ANY_MARK.test(words)) return words;
  return words
    .replace(ACTIVE, '\\$&')
    .replace(ENTITY, '\\&')
    .replace(STARTING, (start, digits?: string) => (digits === undefined ? `\\${start}` : `${digits}\\`));
}

/** For every string of an Adaptive Card: `{{DATE(…)}}` and `{{TIME(…)}}` are functions even in plain text. */
export const teamsInert = (words: string): string =>
  words.includes('{') ? words.replace(/\{(?=\{|$)/g, '{\u200B') : words;

/**
 * Slack's own three. Without an unescaped `<` there is no mention, no link and no `<!channel>`.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
export function slackText(words: string): string {
  if (!/[&<>]/.test(words)) return words;
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** mrkdwn has no escape for its other marks, so they give way to their twins, where they would act. */
const TWINS: Readonly<Record<string, string>> = {
  '*': '\u2217',
  _: '\u02CD',
  '~': '\u223C',
  '`': '\u02CB',
  '|': '\u2223',
  ':': '\u2236',
};
const EDGE = /(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])|[`|]|:(?=[\w+-]+:)/gu;

/** For mrkdwn: nothing in the words pings, links, formats or turns into an emoji, also as the label of a link. */
export const slackMarkup = (words: string): string =>
  slackText(/[*_~`|:]/.test(words) ? words.replace(EDGE, (mark) => TWINS[mark] ?? mark) : words);

/** Words that are clean and stay as they are in every place of every platform, as most do without being looked into. */
export const INERT =
  /^(?:[A-Za-z\u00C0-\u02FF\u2190-\u27BF]|\d{1,9}(?![\d.)]))(?:[ \u00A0\u00B7!%'(),./0-9;?A-Za-z\u00C0-\u02FF\u2010-\u2027\u2190-\u27BF+-]|:(?= |\d\d(?![\w+:-])))*(?<![ \u00A0])$/;
