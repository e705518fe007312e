import type { Scope } from '../core/scope.ts';
import type { Card } from './card.ts';
import type { CardContext, NotVisible, ShownState } from './data.ts';
import { formatCount, formatNumber } from './format.ts';
import {
  buttonsOf,
  cautions,
  footerOf,
  frozenNote,
  lineOf,
  noteRows,
  pageOf,
  unlessUnreadable,
} from './parts.ts';
import { scopeUrl } from './portal.ts';
import { resourceTypeName } from './resource-type.ts';
import { button, verbatim } from './view.ts';
import { clean, shorten, shownName } from './words.ts';

/** Each resource once: unhealthy with any unhealthy recommendation, counting or not, else healthy with any healthy one. */
export type ResourcesData = {
  scope: Scope;
  asOf: string;
  /** Why there may be nothing to show. */
  state: ShownState;
  /** null, as the other two, where Scoreline reads nothing. */
  healthy: number | null;
  unhealthy: number | null;
  notApplicable: number | null;
  /** Most unhealthy first. `type`: as Azure has it, lower case, e.g. `microsoft.storage/storageaccounts`. */
  types: readonly ResourceType[];
  notVisible: NotVisible;
};
export type ResourceType = { type: string; healthy: number; unhealthy: number; notApplicable: number };

/** The resources of a scope by type, most unhealthy first. */
export function resourcesCard(data: ResourcesData, ctx: CardContext): Card<ResourcesData> {
  const counts = countsOf(data);
  const headline = resourcesHeadline(data, counts);
  const page = pageOf(data.types, ctx);
  const rows = typeRows(data.types, page.rows);
  const notes = [
    ...cautions(data.asOf, ctx),
    ...(counts === null ? [] : frozenNote(data.scope, data.notVisible)),
  ];
  const footer = footerOf(data.asOf, data.notVisible, ctx);
  const more = page.more > 0 ? `and ${page.more} more` : '';
  const scope = ctx.address(data.scope);
  const view = {
    headline,
    name: shownName(data.scope.name),
    url: verbatim(scopeUrl(ctx.portal, data.scope)),
    notes: noteRows(notes),
    shown: `${counts === null ? 'unknown' : othersWords(counts)}; most unhealthy first${page.words === '' ? '' : `, ${page.words}`}`,
    types: rows,
    hasTypes: rows.length > 0,
    more,
    hasMore: more !== '',
    meaning: MEANING,
    footer: footer.view,
    buttons: buttonsOf(
      ctx,
      unlessUnreadable(data, ctx, data.types, [
        page.next,
        button('What to fix', lineOf('fix', scope)),
        button('Controls', lineOf('controls', scope)),
        button('Score', lineOf('score', scope)),
      ]),
    ),
  };
  const said = rows.map(({ name, unhealthy, others }) => `${name}: ${unhealthy} unhealthy, ${others}`);
  const list = [...said, ...(more === '' ? [] : [more]), ...(rows.length === 0 ? [] : [MEANING])];
  return { name: 'resources', data, view, text: [headline, ...notes, ...list, footer.text].join('\n') };
}

const MEANING =
  'Each resource is counted once: unhealthy where any recommendation is, also one that counts no points.';

type Counts = Pick<ResourceType, 'healthy' | 'unhealthy' | 'notApplicable'>;
const assessed = ({ healthy, unhealthy }: Counts): number => healthy + unhealthy;

/** The sums, null where there is nothing to show. */
function countsOf({ types, healthy, unhealthy, notApplicable }: ResourcesData): Counts | null {
  if (types.length === 0 || healthy === null || unhealthy === null || notApplicable === null) return null;
  return { healthy, unhealthy, notApplicable };
}

function resourcesHeadline({ scope, state, types }: ResourcesData, counts: Counts | null): string {
  const where = shownName(scope.name);
  if (counts === null) return nothingKnown(state, where);
  const { unhealthy, notApplicable } = counts;
  if (assessed(counts) === 0) {
    return `${where}: no recommendation applies to any of ${formatCount(notApplicable, 'resource')}.`;
  }
  const of = `of ${formatCount(assessed(counts), 'assessed resource')}`;
  if (unhealthy === 0) return `${where}: none ${of} is unhealthy.`;
  const [top] = types;
  const verb = unhealthy === 1 ? 'is' : 'are';
  const now = `${where}: ${formatNumber(unhealthy)} ${of} ${verb} unhealthy`;
  if (top === undefined || types.filter((row) => row.unhealthy > 0).length === 1) {
    return `${now}, all of them of one type: ${typeName(top?.type ?? '')}.`;
  }
  return `${now}; the largest part is ${typeName(top.type)}, ${formatNumber(top.unhealthy)}.`;
}

function nothingKnown(state: ShownState, where: string): string {
  switch (state) {
    case 'disabled':
      return `${where} is disabled in Azure, so its resources are not counted.`;
    case 'not-visible':
      return `${where} is not visible to Scoreline, so its resources are unknown.`;
    case 'ok':
    case 'no-score':
    case 'nothing-assessed':
      return `No resource is assessed in ${where} yet, so there is nothing to count.`;
  }
}

function othersWords({ healthy, notApplicable }: Counts): string {
  const rest = notApplicable > 0 ? `, ${formatNumber(notApplicable)} not applicable` : '';
  return `${formatNumber(healthy)} healthy${rest}`;
}

const typeName = (type: string): string => shorten(resourceTypeName(type));

/** Where two types would read the same, Azure's own word tells them apart. */
function typeRows(all: readonly ResourceType[], rows: readonly ResourceType[]) {
  const uses = Map.groupBy(all, ({ type }) => typeName(type));
  return rows.map((row) => {
    const name = typeName(row.type);
    const others = (uses.get(name)?.length ?? 0) > 1;
    return {
      name: others ? `${name} (${shorten(clean(row.type))})` : name,
      unhealthy: formatNumber(row.unhealthy),
      healthy: formatNumber(row.healthy),
      notApplicable: formatNumber(row.notApplicable),
      others: othersWords(row),
      weight: row.unhealthy > 0 ? ('Bolder' as const) : ('Default' as const),
    };
  });
}
