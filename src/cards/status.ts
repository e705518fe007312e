import type { Card } from './card.ts';
import type { CardContext } from './data.ts';
import { formatAge, formatBytes, formatCount, formatMoment, formatSeconds } from './format.ts';
import { buttonsOf } from './parts.ts';
import { button, type Instant, instant } from './view.ts';
import { clean, listed, sentence, shorten, shownMessage, shownNames } from './words.ts';

/** How Scoreline is doing. What a run did not record is null. */
export type StatusData = {
  version: string;
  node: string;
  database: { engine: string; bytes: number };
  platforms: readonly string[];
  /** The newest stored snapshot. */
  snapshot: {
    takenAt: string;
    seconds: number | null;
    requests: number | null;
    assessments: number | null;
    changes: number | null;
  } | null;
  /** Could not be read: those that this conversation may see, and how many others. */
  unreadable: readonly { id: string; name: string }[];
  unreadableElsewhere: number;
  /** Rows that Azure sent malformed; what was stored of them stayed. */
  rejected: readonly { kind: string; count: number }[];
  /** Posts that were given up, or failed so far and are tried again. */
  deliveries: readonly {
    conversation: string;
    state: 'given-up' | 'retrying';
    due: string;
    why: string | null;
  }[];
  /** The last attempt at a snapshot, if it failed. */
  failed: { at: string; why: string } | null;
  /** When a snapshot is due; null: no service takes them. */
  next: string | null;
};

type Row = { label: string; value: string | Instant };

/** How Scoreline is doing: for operators. */
export function statusCard(data: StatusData, ctx: CardContext): Card<StatusData> {
  const headline = headlineOf(data, ctx);
  const rows = [
    ...failureRows(data, ctx),
    ...snapshotRows(data, ctx),
    ...missingRows(data),
    ...deliveryRows(data, ctx),
    ...houseRows(data),
  ];
  const buttons = buttonsOf(ctx, [
    button('Score', 'score'),
    button('Access', 'access'),
    button('Help', 'help'),
  ]);
  const view = { title: 'Status', headline, rows, buttons };
  const said = rows.map(({ label, value }) => `${label}: ${typeof value === 'string' ? value : value.text}`);
  return { name: 'status', data, view, text: [headline, ...said].join('\n') };
}

function headlineOf({ snapshot, failed }: StatusData, ctx: CardContext): string {
  const age = snapshot === null ? '' : formatAge(snapshot.takenAt, ctx.now);
  const stored = snapshot === null ? 'No snapshot is stored yet' : `The newest snapshot was taken ${age}`;
  if (failed !== null)
    return `${stored}, and the last attempt at one failed ${formatAge(failed.at, ctx.now)}.`;
  const old = snapshot !== null && Date.parse(ctx.now) - Date.parse(snapshot.takenAt) > ctx.staleAfter;
  return old ? `${stored}, which is longer ago than it should be.` : `${stored}.`;
}

const moment = (at: string, ctx: CardContext): Instant => instant(at, formatMoment(at, ctx.zone, ctx.now));

function failureRows({ failed }: StatusData, ctx: CardContext): Row[] {
  if (failed === null) return [];
  return [
    { label: 'Last attempt failed', value: moment(failed.at, ctx) },
    { label: 'Why', value: shownMessage(failed.why) },
  ];
}

function snapshotRows({ snapshot, next }: StatusData, ctx: CardContext): Row[] {
  const due: Row = {
    label: next !== null && next <= ctx.now ? 'Next snapshot due since' : 'Next snapshot due',
    value: next === null ? 'never: no service takes snapshots here' : moment(next, ctx),
  };
  if (snapshot === null) return [due];
  const { takenAt, seconds, requests, assessments, changes } = snapshot;
  const took = [
    ...(seconds === null ? [] : [formatSeconds(seconds)]),
    ...(requests === null ? [] : [formatCount(requests, 'request')]),
  ];
  const stored = [
    ...(assessments === null ? [] : [formatCount(assessments, 'assessment')]),
    ...(changes === null ? [] : [`${formatCount(changes, 'change')} logged`]),
  ];
  return [
    { label: 'Newest snapshot', value: moment(takenAt, ctx) },
    ...(took.length === 0 ? [] : [{ label: 'It took', value: took.join(', ') }]),
    ...(stored.length === 0 ? [] : [{ label: 'It read', value: stored.join(', ') }]),
    due,
  ];
}

const MOST_NAMES = 5;

function missingRows({ unreadable, unreadableElsewhere, rejected }: StatusData): Row[] {
  const shown = shownNames(unreadable);
  const others = unreadable.length - Math.min(unreadable.length, MOST_NAMES) + unreadableElsewhere;
  const names = [
    ...unreadable.slice(0, MOST_NAMES).map(shown),
    ...(others > 0 ? [formatCount(others, unreadable.length > 0 ? 'other' : 'scope')] : []),
  ];
  const rows = rejected.map(({ kind, count }) => formatCount(count, `${clean(kind)} row`));
  return [
    ...(names.length === 0 ? [] : [{ label: 'Could not be read', value: listed(names) }]),
    ...(rows.length === 0 ? [] : [{ label: 'Malformed, left as stored', value: listed(rows) }]),
  ];
}

/** A line a post, oldest first: what each conversation can do about its own stands in its settings. */
function deliveryRows({ deliveries }: StatusData, ctx: CardContext): Row[] {
  const rows = deliveries.slice(0, MOST_NAMES).map(({ conversation, state, due, why }) => ({
    label: state === 'given-up' ? 'Not delivered' : 'Tried again',
    value: `${shorten(clean(conversation))}, due ${formatMoment(due, ctx.zone, ctx.now)}${why === null ? '' : `: ${shorten(clean(why), 120)}`}`,
  }));
  const more = deliveries.length - rows.length;
  return more > 0
    ? [...rows, { label: 'And', value: formatCount(more, 'more delivery', 'more deliveries') }]
    : rows;
}

function houseRows({ database, platforms, version, node }: StatusData): Row[] {
  const on = platforms.map((name) => sentence(shorten(clean(name))));
  return [
    { label: 'Database', value: `${clean(database.engine)}, ${formatBytes(database.bytes)}` },
    { label: 'Platforms', value: on.length === 0 ? 'none' : listed(on) },
    { label: 'Version', value: `Scoreline ${version} on Node ${node}` },
  ];
}
