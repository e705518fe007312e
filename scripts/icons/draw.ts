/** A picture: one row of pixels after the other, four bytes each (red, green, blue, alpha). */
export type Picture = { size: number; rgba: Uint8Array };

type Point = readonly [number, number];

/** The sign in a square of side 1: a line that rises after a dip, its newest point, and the ground. */
const SIGN: { line: readonly Point[]; ground: readonly Point[]; stroke: number; dot: number } = {
  line: [
    [0.05, 0.66],
    [0.31, 0.42],
    [0.55, 0.57],
    [0.9, 0.2],
  ],
  ground: [
    [0.05, 0.9],
    [0.95, 0.9],
  ],
  stroke: 0.05,
  dot: 0.1,
};

/** The accent colour of the Teams manifest. */
const ACCENT = [0x14, 0x50, 0x6e] as const;
const WHITE = [255, 255, 255] as const;

/** Teams: 192 pixels, the sign inside the middle 120, on one colour up to the edges. */
export const colorIcon = (): Picture =>
  drawn(192, 36, (share) => [...WHITE.map((light, at) => mix(ACCENT[at] ?? 0, light, share)), 255]);

/** Teams: 32 pixels, white on nothing. */
export const outlineIcon = (): Picture => drawn(32, 2, (share) => [...WHITE, mix(0, 255, share)]);

const mix = (from: number, to: number, share: number): number => Math.round(from + (to - from) * share);

/** `paint` gives the four bytes of a pixel that the sign covers to this share, 0 to 1. */
function drawn(size: number, margin: number, paint: (share: number) => readonly number[]): Picture {
  const side = size - 2 * margin;
  const rgba = new Uint8Array(size * size * 4);
  for (let pixel = 0; pixel < size * size; pixel++) {
    const x = ((pixel % size) + 0.5 - margin) / side;
    const y = (Math.floor(pixel / size) + 0.5 - margin) / side;
    rgba.set(paint(Math.min(1, Math.max(0, 0.5 - outside([x, y]) * side))), pixel * 4);
  }
  return { size, rgba };
}

/** How far a point is from the sign's edge; less than 0 inside. */
function outside(point: Point): number {
  const strokes = [...segments(SIGN.line), ...segments(SIGN.ground)];
  const line = Math.min(...strokes.map(([from, to]) => distance(point, from, to))) - SIGN.stroke;
  const newest = SIGN.line.at(-1) ?? [0, 0];
  return Math.min(line, distance(point, newest, newest) - SIGN.dot);
}

const segments = (points: readonly Point[]): [Point, Point][] =>
  points.slice(1).map((to, at) => [points[at] ?? to, to]);

function distance([x, y]: Point, [fromX, fromY]: Point, [toX, toY]: Point): number {
  const [dx, dy] = [toX - fromX, toY - fromY];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - fromX) * dx + (y - fromY) * dy) / length));
  return Math.hypot(x - fromX - along * dx, y - fromY - along * dy);
}
