import { setImmediate } from 'node:timers/promises';
import type { Arm } from '../src/azure/arm.ts';
import { createPostureSource } from '../src/azure/posture-source.ts';
import type { PostureSource } from '../src/ports.ts';
import type { Pages } from './pages.ts';

type Query = Parameters<Arm['query']>[0];

/** The product's own reader of Azure over pages that are already here: from bytes on, everything is as in service. */
export function sourceOver(pages: Pages, clock: () => Date): PostureSource {
  const silent = { info: () => {}, warn: () => {}, error: () => {} };
  return createPostureSource({ arm: armOver(pages), scopes: [], tenantId: null, log: silent, clock });
}

function armOver(pages: Pages): Arm {
  let requests = 0;
  return {
    async query({ query, options }: Query) {
      requests += 1;
      // From the network an answer arrives in a turn of the loop.
      await setImmediate();
      const bytes = pages.page(keyOf(query), Number(options?.skipToken ?? 0));
      return { status: 200, header: () => undefined, body: JSON.parse(bytes.toString()) };
    },
    get: async (path) => {
      throw new Error(`The tenant of the benchmarks answers queries only, and was asked for ${path}`);
    },
    requests: () => requests,
  };
}

/** What a query of the product asks for, as `answersOf` names it. */
export function keyOf(query: string): string {
  const [, of, k] = /% (\d+) == (\d+)/.exec(query) ?? [];
  return k === undefined ? nameOf(query) : `${nameOf(query)} ${k}/${of}`;
}

function nameOf(query: string): string {
  if (query.startsWith('resourcecontainers')) return 'containers';
  if (query.includes('summarize')) return 'recommendations';
  if (query.includes('assessmentDefinitions')) return 'definitions';
  if (query.includes('securescorecontrols')) return 'controls';
  return query.includes("'microsoft.security/securescores'") ? 'scores' : 'assessments';
}
