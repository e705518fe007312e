import { Unreachable } from '../core/errors.ts';
import type { Clock, LeaseStore, Log } from '../ports.ts';

/** What a killed process blocks others for; several times what a prolongation may be late. */
const LEASE_MS = 60_000;
const PROLONG_MS = 15_000;

export type LeaseDeps = { leases: LeaseStore; clock: Clock; log: Log };

/** Prolongs the lease where that is due. Rejects with `Unreachable` where somebody else has it by now. */
export type Held = () => Promise<void>;

/**
 * Works while no other process does, or answers null. The lease is short and prolonged while the work lasts, so that
 * a process that dies blocks nobody for long. Work calls `held` before it writes: a machine that slept wakes up as
 * somebody who has lost the lease. `holder` is for people to read; two may have the same.
 */
export async function underLease<T>(
  { leases, clock, log }: LeaseDeps,
  name: string,
  holder: string,
  work: (held: Held) => Promise<T>,
): Promise<T | null> {
  // Two containers have the same process id.
  const own = `${holder} ${crypto.randomUUID()}`;
  let prolonged = 0;
  const acquire = async () => {
    const now = clock();
    const taken = await leases.acquire(name, own, new Date(now.getTime() + LEASE_MS), now);
    if (taken) prolonged = now.getTime();
    return taken;
  };
  if (!(await acquire())) return null;
  const held = async () => {
    if (clock().getTime() - prolonged >= PROLONG_MS && !(await acquire())) throw lost(name);
  };
  const prolong = () =>
    held().catch((error: unknown) =>
      log.warn('a lease was not prolonged', { lease: name, why: String(error) }),
    );
  const timer = setInterval(prolong, PROLONG_MS);
  try {
    return await work(held);
  } finally {
    clearInterval(timer);
    await leases.release(name, own);
  }
}

const lost = (name: string) =>
  new Unreachable(
    `This process paused for so long that another one took over "${name}": nothing was stored.`,
  );
