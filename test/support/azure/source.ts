import { type Arm, createArm } from '../../../src/azure/arm.ts';
import { createPostureSource } from '../../../src/azure/posture-source.ts';
import type { SnapshotPart, SubscriptionRead } from '../../../src/core/snapshot.ts';
import type { PostureSource } from '../../../src/ports.ts';
import type { AzureFake } from './fake.ts';

/** A timer whose time passes only by waiting; `waits` are the milliseconds asked for. */
export function virtualTimer() {
  const waits: number[] = [];
  let at = 0;
  return {
    waits,
    now: () => at,
    async sleep(milliseconds: number) {
      waits.push(milliseconds);
      at += milliseconds;
    },
  };
}

export type Line = { level: 'info' | 'warn' | 'error'; message: string; detail?: object };

/** A log that keeps its lines. */
export function keptLog() {
  const lines: Line[] = [];
  const at = (level: Line['level']) => (message: string, detail?: object) => {
    lines.push({ level, message, ...(detail === undefined ? {} : { detail }) });
  };
  return { lines, info: at('info'), warn: at('warn'), error: at('error') };
}

export type Opened = {
  source: PostureSource;
  arm: Arm;
  timer: ReturnType<typeof virtualTimer>;
  log: ReturnType<typeof keptLog>;
};

const NOON = new Date('2026-11-23T12:00:00.000Z');

/** Our source over the real SDK against the fake, in this process, with time standing still. */
export function openFakeSource(
  fake: AzureFake,
  options: { scopes?: string[]; tenantId?: string | null; sliceRows?: number } = {},
): Opened {
  const timer = virtualTimer();
  const log = keptLog();
  const credential = { getToken: async () => ({ token: 'token-of-the-fake', expiresOnTimestamp: 8.64e15 }) };
  const arm = createArm({ endpoint: fake.url, credential, timer, ca: fake.ca });
  const { scopes = [], tenantId = null, sliceRows = 20_000 } = options;
  return {
    source: createPostureSource({ arm, scopes, tenantId, log, clock: () => NOON, sliceRows }),
    arm,
    timer,
    log,
  };
}

export async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const each of stream) all.push(each);
  return all;
}

const NOTHING = { subscriptions: [], groups: [] };

export async function readAll(
  { source }: Opened,
  known: { subscriptions: string[]; groups: string[] } = NOTHING,
): Promise<SnapshotPart[]> {
  return collect(source.readSnapshot(known));
}

/** `kind` of each part by the id it is about. */
export function kindsOf(parts: readonly SnapshotPart[]): Record<string, string> {
  return Object.fromEntries(
    parts.flatMap((part) => {
      if (part.kind === 'catalog' || part.kind === 'end') return [];
      return [['id' in part ? part.id : part.subscription.id, part.kind]];
    }),
  );
}

export function readOf(parts: readonly SnapshotPart[], id: string): SubscriptionRead {
  const found = parts.find((part) => part.kind === 'subscription' && part.subscription.id === id);
  if (found?.kind !== 'subscription') throw new Error(`${id} was not read`);
  return found;
}

export function partOf<K extends SnapshotPart['kind']>(
  parts: readonly SnapshotPart[],
  kind: K,
): Extract<SnapshotPart, { kind: K }> {
  const found = parts.find((part): part is Extract<SnapshotPart, { kind: K }> => part.kind === kind);
  if (found === undefined) throw new Error(`No part ${kind}`);
  return found;
}
