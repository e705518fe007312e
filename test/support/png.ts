import { inflateSync } from 'node:zlib';

/** A decoded picture: four bytes a pixel (red, green, blue, alpha), row by row. */
export type Decoded = { width: number; height: number; rgba: Uint8Array };

/** Reads a PNG of 8 bits a channel without interlacing, with or without an alpha channel. Throws on anything else. */
export function decodePng(file: Buffer): Decoded {
  const [header] = chunks(file, 'IHDR');
  if (header === undefined || file.toString('latin1', 1, 4) !== 'PNG') throw new Error('no PNG');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [depth, colour, , , interlaced] = header.subarray(8);
  const channels = colour === 6 ? 4 : colour === 2 ? 3 : 0;
  if (depth !== 8 || channels === 0 || interlaced !== 0) throw new Error(`PNG of another kind: ${colour}`);
  const rows = inflateSync(Buffer.concat(chunks(file, 'IDAT')));
  const plain = unfiltered(rows, width * channels, channels);
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let at = 0; at < width * height; at++)
    rgba.set(plain.subarray(at * channels, (at + 1) * channels), at * 4);
  return { width, height, rgba };
}

function chunks(file: Buffer, wanted: string): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
    const end = at + 8 + file.readUInt32BE(at);
    if (file.toString('latin1', at + 4, at + 8) === wanted) found.push(file.subarray(at + 8, end));
  }
  return found;
}

/** Undoes the filter that each row begins with (PNG specification, chapter 9). */
function unfiltered(rows: Buffer, stride: number, channels: number): Uint8Array {
  const height = rows.length / (stride + 1);
  const plain = new Uint8Array(stride * height);
  const at = (row: number, byte: number) => (row < 0 || byte < 0 ? 0 : (plain[row * stride + byte] ?? 0));
  for (let row = 0; row < height; row++) {
    const filter = rows[row * (stride + 1)] ?? 0;
    for (let byte = 0; byte < stride; byte++) {
      const [left, up] = [at(row, byte - channels), at(row - 1, byte)];
      const corner = byte < channels ? 0 : at(row - 1, byte - channels);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? Number.NaN;
      plain[row * stride + byte] = (rows[row * (stride + 1) + 1 + byte] ?? 0) + guess;
    }
  }
  return plain;
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const [a, b, c] = [left, up, corner].map((from) => Math.abs(estimate - from)) as [number, number, number];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
