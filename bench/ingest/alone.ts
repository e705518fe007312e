import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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
const peak = peakMemory();
process.stdout.write(JSON.stringify({ blocks, memory: (peak - start) / 2 ** 20 }));

/** Milliseconds for which nothing else could run. A timer of one millisecond tells by how late it comes. */
async function longestBlock(day: string): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await scoreline.take(openPages(join(folder, day)));
  delay.disable();
  return delay.max / 1e6;
}

/** Bytes. What `getrusage` calls the peak begins with the memory of whoever started the process, so Linux is asked itself. */
function peakMemory(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  if (kilobytes === undefined) throw new Error('Linux does not say how much memory was used at most');
  return Number(kilobytes) * 1024;
}
