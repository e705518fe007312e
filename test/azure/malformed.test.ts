import { describe, expect, test } from 'vitest';
import type { Reply } from '../support/azure/graph.ts';
import type { Row } from '../support/azure/kql-parse.ts';
import {
  CONNECTOR,
  edited,
  FIRST,
  isAssessmentOf,
  isContainerOf,
  isControlOf,
  isScoreOf,
  once,
  propertiesOf,
  SECOND,
  THIRD,
  withFake,
} from '../support/azure/small.ts';
import { kindsOf, openFakeSource, partOf, readAll, readOf } from '../support/azure/source.ts';

const fake = withFake();
/** What a later snapshot of the same tenant knows. */
const STORED = { subscriptions: [FIRST, CONNECTOR, SECOND, THIRD], groups: [] };

describe('malformed rows', () => {
  test('an assessment with a legible id keeps its stored state', async () => {
    fake().setTenant(
      once(isAssessmentOf(SECOND), (row) => ({
        ...row,
        properties: { ...propertiesOf(row), status: { code: 'Perhaps' } },
      })),
    );
    const opened = openFakeSource(fake());
    const parts = await readAll(opened);
    const read = readOf(parts, SECOND);
    expect(read.assessments.length).toBe(20 * 12 - 1);
    expect(read.keptAssessments).toEqual([
      { resource: expect.stringContaining(`/subscriptions/${SECOND}/`), recommendation: expect.any(String) },
    ]);
    expect(partOf(parts, 'end').rejected).toEqual({ assessment: 1 });
    expect(opened.log.lines.filter((line) => line.level === 'warn').length).toBe(1);
  });

  test('a control or a score with a legible id keeps what is stored, and is counted once', async () => {
    const broken = once(isControlOf(SECOND), (row) => ({ ...row, properties: {} }));
    fake().setTenant(edited((row) => (isScoreOf(THIRD)(row) ? { ...row, properties: {} } : row), broken));
    const parts = await readAll(openFakeSource(fake()), STORED);
    expect(readOf(parts, SECOND).keptControls.length).toBe(1);
    expect(readOf(parts, SECOND).controls.length).toBe(5);
    expect(readOf(parts, THIRD).score).toBe('kept');
    expect(partOf(parts, 'end').rejected).toEqual({ control: 1, score: 1 });
  });

  test('without an id its subscription is unread, with its connectors', async () => {
    fake().setTenant(once(isAssessmentOf(FIRST), (row) => ({ ...row, id: null })));
    const kinds = kindsOf(await readAll(openFakeSource(fake())));
    expect(kinds).toEqual({
      [FIRST]: 'unread',
      [CONNECTOR]: 'unread',
      [SECOND]: 'subscription',
      [THIRD]: 'subscription',
    });
  });

  test('without an owner everything on its page is unread', async () => {
    fake().setTenant(once(isAssessmentOf(FIRST), (row) => ({ ...row, id: null, subscriptionId: null })));
    fake().set({ pageRows: 300 });
    const kinds = kindsOf(await readAll(openFakeSource(fake()), STORED));
    expect(kinds[FIRST]).toBe('unread');
    expect(kinds[THIRD]).toBe('subscription');
  });

  test('alone on its page anything may be meant', async () => {
    fake().setTenant(once(isAssessmentOf(FIRST), (row) => ({ ...row, id: null, subscriptionId: null })));
    fake().set({ pageRows: 1 });
    const kinds = kindsOf(await readAll(openFakeSource(fake()), STORED));
    expect(new Set(Object.values(kinds))).toEqual(new Set(['unread']));
  });

  test('a score that never was legible is unread, not missing', async () => {
    fake().setTenant(edited((row) => (isScoreOf(THIRD)(row) ? { ...row, properties: {} } : row)));
    const opened = openFakeSource(fake());
    expect(kindsOf(await readAll(opened))[THIRD]).toBe('unread');
    const { estate } = await opened.source.readPosture();
    expect(estate.subscriptions.find(({ id }) => id === THIRD)?.unreadSince).not.toBeNull();
  });

  const JUNK = [{}, null, 'maintenance'];
  const TABLES = {
    score: /securescores' and name/,
    control: /securescorecontrols/,
    assessment: /project id.*perInitiative/s,
    recommendation: /summarize/,
    container: /^resourcecontainers/,
  };
  const junkIn = (table: RegExp, junk: unknown) => ({
    alter: (reply: Reply, { graph }: { graph: { query: string } | null }) => {
      if (graph === null || !table.test(graph.query)) return reply;
      const body = reply.body as { data: unknown[]; count: number; totalRecords: number };
      const more = { count: body.count + 1, totalRecords: body.totalRecords + 1 };
      return { ...reply, body: { ...body, ...more, data: [...body.data, junk] } };
    },
  });

  test.each(Object.entries(TABLES))('junk beside the %s rows does not hide them', async (kind, table) => {
    const before = await readAll(openFakeSource(fake()));
    for (const junk of JUNK) {
      fake().set(junkIn(table, junk));
      const parts = await readAll(openFakeSource(fake()));
      expect(parts.slice(0, -1)).toEqual(before.slice(0, -1));
      expect(partOf(parts, 'end').rejected).toEqual({ [kind]: 1 });
    }
  });

  test.each(['score', 'container', 'recommendation'] as const)(
    'a %s row that names nobody leaves what is stored of the others as fresh as ever',
    async (kind) => {
      const before = kindsOf(await readAll(openFakeSource(fake())));
      fake().set(junkIn(TABLES[kind], {}));
      expect(kindsOf(await readAll(openFakeSource(fake()), STORED))).toEqual(before);
    },
  );

  test('whoever lacks what a row that names nobody may have said is unread', async () => {
    const nobodys = (row: Row): Row => ({ ...row, id: null, subscriptionId: null });
    fake().setTenant(edited((row) => (isContainerOf(SECOND)(row) ? nobodys(row) : row)));
    const parts = await readAll(openFakeSource(fake()), STORED);
    expect(parts).toContainEqual({ kind: 'unread', id: SECOND, name: null });
    expect(kindsOf(parts)).toMatchObject({ [FIRST]: 'subscription', [THIRD]: 'subscription' });
    fake().setTenant(once((row) => isScoreOf(FIRST)(row) && String(row.id).includes('aws-1'), nobodys));
    const kinds = kindsOf(await readAll(openFakeSource(fake()), STORED));
    expect(kinds).toMatchObject({ [CONNECTOR]: 'unread', [FIRST]: 'subscription', [THIRD]: 'subscription' });
  });

  test('a subscription whose place is illegible keeps its stored name', async () => {
    fake().setTenant(edited((row) => (isContainerOf(SECOND)(row) ? { ...row, properties: {} } : row)));
    const parts = await readAll(openFakeSource(fake()), STORED);
    expect(parts).toContainEqual({ kind: 'unread', id: SECOND, name: null });
  });

  test('a container that does not say its state leaves the subscription unread', async () => {
    fake().setTenant(edited((row) => (isContainerOf(SECOND)(row) ? { ...row, properties: {} } : row)));
    expect(kindsOf(await readAll(openFakeSource(fake())))[SECOND]).toBe('unread');
  });

  test('numbers may be text', async () => {
    const before = await readAll(openFakeSource(fake()));
    const text = (value: unknown): unknown =>
      typeof value === 'number'
        ? String(value)
        : typeof value === 'object' && value !== null && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, text(inner)]))
          : value;
    fake().set({ alter: (reply: Reply) => withRows(reply, (row) => text(row) as Row) });
    expect(await readAll(openFakeSource(fake()))).toEqual(before);
  });

  test('a percentage that is not the quotient of its points is counted', async () => {
    fake().setTenant(
      edited((row) =>
        isScoreOf(THIRD)(row)
          ? { ...row, properties: { ...propertiesOf(row), score: { current: 1, max: 4, percentage: 0.5 } } }
          : row,
      ),
    );
    const parts = await readAll(openFakeSource(fake()));
    expect(readOf(parts, THIRD).score).toMatchObject({ current: 1, max: 4 });
    expect(partOf(parts, 'end').rejected).toEqual({ percentage: 1 });
  });

  function withRows(reply: Reply, change: (row: Row) => Row): Reply {
    const body = reply.body as { data?: Row[] };
    return body.data === undefined ? reply : { ...reply, body: { ...body, data: body.data.map(change) } };
  }
});
