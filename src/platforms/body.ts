import type { IncomingMessage } from 'node:http';

/** The body of a request, or null where it has more than `largest` bytes; the rest is then left unread. */
export async function bodyOf(request: IncomingMessage, largest: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > largest) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
