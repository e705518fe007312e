import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';

// A process of its own, so that neither the memory nor the loop is anybody else's: `node alone.ts <folder of the days>`.
// The modules of the product come later on purpose: they count as its memory.
const start = process.memoryUsage.rss();
const [, , folder = ''] = process.argv;
const { openPages } = await import('../pages.ts');
const { openScoreline } = await import('./scoreline.ts');

const own = mkdtempSync(join(folder, 'alone-'));
const scoreline = await openScoreline(own);
const blocks = {
  first: await longestBlock('before'),
  ordinary: await longestBlock('after'),
  unchanged: await longestBlock('after'),
  mass: await longestBlock('mass'),
};
await scoreline.close();
rmSync(own, { recursive: true });
const peak = process.resourceUsage().maxRSS * 1024;
process.stdout.write(JSON.stringify({ blocks, memory: (peak - start) / 2 ** 20 }));

/** Milliseconds for which nothing else could run. A timer of one millisecond tells by how late it comes. */
async function longestBlock(day: string): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await scoreline.take(openPages(join(folder, day)));
  delay.disable();
  return delay.max / 1e6;
}
