import type { Card } from './card.ts';
import { happened } from './cause-words.ts';
import type { CardContext, MovedData } from './data.ts';
import { moments, movedLine, whereWords } from './explain-words.ts';
import { changeWords, direction, formatChange, formatCount, formatMoment, formatNumber } from './format.ts';
import type { MovedResource } from './moved-data.ts';
import { buttonsOf, cautions, footerOf, lineOf, noteRows, pageOf } from './parts.ts';
import { resourceUrl, scopeUrl } from './portal.ts';
import { oneOfType } from './resource-type.ts';
import { button, type Verbatim, verbatim } from './view.ts';
import { sentence, shownName } from './words.ts';

/** The resources of an explanation, ten a page, each with its place and a link into the portal. */
export function movedCard(data: MovedData, ctx: CardContext): Card<MovedData> {
  const headline = movedHeadline(data, ctx);
  const about = aboutWords(data);
  const here = { ...ctx, line: movedLine(data, ctx, data.cause) };
  const page = pageOf(data.resources, here);
  const rows = page.rows.map((one) => movedRow(one, data, ctx));
  const notes = [...cautions(data.asOf, ctx), ...tooMany(data)];
  const footer = footerOf(data.asOf, data.notVisible, ctx);
  const scope = ctx.address(data.scope);
  const view = {
    headline,
    name: shownName(data.scope.name),
    url: verbatim(scopeUrl(ctx.portal, data.scope)),
    about,
    hasAbout: about !== '',
    shown: `by name${page.words === '' ? '' : `, ${page.words}`}`,
    rows,
    hasRows: rows.length > 0,
    notes: noteRows(notes),
    footer: footer.view,
    buttons: buttonsOf(here, [
      page.next,
      button('Explain', lineOf('explain', scope, isOne(data) ? '' : moments(data))),
      button('What to fix', lineOf('fix', scope)),
      button('Score', lineOf('score', scope)),
    ]),
  };
  const said = rows.map(({ name, detail }) => `${name}: ${detail}`);
  const lines = [
    headline,
    ...(about === '' ? [] : [about]),
    ...said,
    ...more(page.more),
    ...notes,
    footer.text,
  ];
  return { name: 'moved', data, view, text: lines.join('\n') };
}

/** A stretch has two ends. */
const isOne = ({ before, after }: MovedData): boolean => before.takenAt === after.takenAt;

const more = (count: number): string[] => (count > 0 ? [`and ${formatNumber(count)} more`] : []);

function movedHeadline(data: MovedData, ctx: CardContext) {
  const { scope, before, after, delta, cause, contributions, count } = data;
  const between = [before, after]
    .map(({ takenAt }) => formatMoment(takenAt, ctx.zone, ctx.now))
    .join(' and ');
  const name = shownName(scope.name);
  const [only] = contributions;
  if (delta === null)
    return `The score of ${name} is not known at both ends of that time, so there is no change to explain.`;
  if (only === undefined) return `Nothing moved the score of ${name} between ${between}.`;
  if (cause !== null) return `${name}: ${happened(only)} between ${between}.`;
  const causes = formatCount(contributions.length, 'cause');
  return `${name}: ${formatCount(count, 'resource')} moved the score between ${between}, by ${causes}.`;
}

/** What the one cause was about, and what it did; of several the change as a whole. */
function aboutWords({ cause, contributions, delta }: MovedData): string {
  const [only] = contributions;
  if (only === undefined || delta === null) return '';
  if (cause === null)
    return `The score went ${changeWords(delta)}.`.replace('went unchanged', 'is unchanged');
  const where = whereWords(only);
  const size = direction(only.delta) === 'unchanged' ? 'under 0.1 pp' : formatChange(only.delta);
  return where === '' ? size : `${size} · ${where}`;
}

const tooMany = ({ count, resources }: MovedData): string[] =>
  count > resources.length && resources.length > 0
    ? [`${formatNumber(resources.length)} of ${formatNumber(count)} are listed.`]
    : [];

type Row = { name: string; detail: string; url: Verbatim };

/** One place is said where all are of it: a subscription's own card does not repeat its name on every row. */
function movedRow(one: MovedResource, { scope, cause }: MovedData, ctx: CardContext): Row {
  const parts = [
    ...(cause === null ? [one.cause.replaceAll('-', ' ')] : []),
    ...(one.type === null ? [] : [shownName(oneOfType(one.type))]),
    ...(one.resourceGroup === null ? [] : [shownName(one.resourceGroup)]),
    ...(one.subscription === null || one.subscription === scope.name ? [] : [shownName(one.subscription)]),
  ];
  return {
    name: shownName(one.name),
    detail: parts.length === 0 ? 'a whole subscription' : sentence(parts.join(' · ')),
    url: verbatim(resourceUrl(ctx.portal, one)),
  };
}
