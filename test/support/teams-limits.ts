/** A message of at most 28 KB passes everywhere in Teams, in bytes of its JSON. */
const MOST_BYTES = 28 * 1024;

/** What Teams would refuse about an activity, in words; empty where it would take it. */
export function teamsFaults(activity: object): string[] {
  const bytes = Buffer.byteLength(JSON.stringify(activity));
  return [
    ...(bytes > MOST_BYTES ? [`${bytes} bytes of ${MOST_BYTES}`] : []),
    ...chartsIn(activity).flatMap(chartFaults),
  ];
}

type Chart = {
  type: string;
  yMin?: unknown;
  yMax?: unknown;
  data?: readonly { values?: readonly { x?: unknown; y?: unknown }[] }[];
  fallback?: unknown;
};

function chartsIn(node: unknown): Chart[] {
  if (typeof node !== 'object' || node === null) return [];
  const below = Object.values(node).flatMap(chartsIn);
  return 'type' in node && node.type === 'Chart.Line' ? [node as Chart, ...below] : below;
}

/** Clients that know no charts show the fallback; the others drop points that are no numbers, and say nothing. */
function chartFaults({ data = [], yMin, yMax, fallback }: Chart): string[] {
  const values = data.flatMap((series) => series.values ?? []);
  const within = (y: unknown) =>
    typeof y === 'number' && typeof yMin === 'number' && typeof yMax === 'number' && y >= yMin && y <= yMax;
  return [
    ...(values.length < 2 || values.length > 60 ? [`${values.length} points in a chart`] : []),
    ...(fallback === undefined ? ['a chart without a fallback'] : []),
    ...values.flatMap(({ x, y }) =>
      x !== '' && typeof x === 'string' && within(y) ? [] : [`${x}: ${y} in a chart`],
    ),
  ];
}
