import { describe, expect, test } from 'vitest';
import { IncompleteRead } from '../../src/core/errors.ts';
import type { Reply } from '../support/azure/graph.ts';
import { SMALL, withFake } from '../support/azure/small.ts';
import { openFakeSource, partOf, readAll, readOf } from '../support/azure/source.ts';
import { changeTenant } from '../support/azure/tenant-changes.ts';

const fake = withFake();

describe('a tenant that moves', () => {
  const isAssessments = (query: string | undefined) => query?.includes('!in~') ?? false;

  test('the second reading of controls counts, with its scores', async () => {
    const later = changeTenant(SMALL, 7);
    fake().set({
      intercept: ({ graph }) => {
        if (isAssessments(graph?.query)) fake().setTenant({ ...later, security: later.security });
        return null;
      },
    });
    const opened = openFakeSource(fake());
    const parts = await readAll(opened);
    for (const { id, current, max, weight } of later.members)
      expect(readOf(parts, id).score).toEqual({ current, max, weight });
    fake().set({ intercept: () => null });
    const fresh = await readAll(openFakeSource(fake()));
    for (const { id } of later.members)
      expect(readOf(parts, id).controls).toEqual(readOf(fresh, id).controls);
    expect(opened.log.lines).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining('recalculated') }),
    );
  });

  test('one answer with rows missing is read again, two are an incomplete read', async () => {
    let lies = 1;
    const lie = (reply: Reply, { graph }: { graph: { query: string } | null }) => {
      if (!isAssessments(graph?.query) || lies-- <= 0) return reply;
      return { ...reply, body: { ...(reply.body as object), totalRecords: 99_999 } };
    };
    fake().set({ alter: lie });
    const honest = await readAll(openFakeSource(fake(), { sliceRows: 1e6 }));
    expect(partOf(honest, 'end').requests).toBe(7);
    lies = 2;
    await expect(readAll(openFakeSource(fake(), { sliceRows: 1e6 }))).rejects.toThrow(IncompleteRead);
  });

  test('slices that lack half of the rows are an incomplete read', async () => {
    const halve = (reply: Reply, { graph }: { graph: { query: string } | null }) =>
      graph?.query.includes('!in~') && graph.query.includes('hash(') && graph.query.includes('== 1\n')
        ? { ...reply, body: { totalRecords: 0, count: 0, data: [], resultTruncated: 'false' } }
        : reply;
    fake().set({ alter: halve });
    await expect(readAll(openFakeSource(fake(), { sliceRows: 480 }))).rejects.toThrow(/slices/);
  });
});
