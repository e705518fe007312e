import { describe, expect, test } from 'vitest';
import type { ControlRow } from '../../src/core/snapshot.ts';
import { ERRORS, throttled } from '../support/azure/graph.ts';
import { payload } from '../support/azure/payloads.ts';
import {
  CONNECTOR,
  edited,
  FIRST,
  isScoreOf,
  SECOND,
  SMALL,
  THIRD,
  withFake,
} from '../support/azure/small.ts';
import { openFakeSource, readAll, readOf } from '../support/azure/source.ts';

const fake = withFake();
const live = (ids: string[], source = openFakeSource(fake())) => source.source.readLive(ids);
const sorted = (rows: readonly ControlRow[]) => [...rows].sort((a, b) => (a.control < b.control ? -1 : 1));
const PUBLISHED = '20ff7fc3-e762-44dd-bd96-b71116dcdc23';

describe('the Secure Scores API', () => {
  test('says the same as Resource Graph, in the order asked, page after page', async () => {
    const ids = [THIRD, FIRST.toUpperCase(), CONNECTOR, SECOND];
    const readings = await live(ids);
    expect(readings.map(({ id }) => id)).toEqual(ids.map((id) => id.toLowerCase()));
    const parts = await readAll(openFakeSource(fake()));
    for (const reading of readings) {
      const { score, controls } = readOf(parts, reading.id);
      const read = reading.outcome === 'read' ? reading : { score: null, controls: [] };
      expect(read.score).toEqual(score);
      expect(sorted(read.controls)).toEqual(sorted(controls));
    }
    expect(SMALL.members.map(({ id }) => id)).toEqual(expect.arrayContaining(readings.map(({ id }) => id)));
    const paths = fake().requests.map(({ path }) => path);
    expect(paths.some((path) => path.includes('secureScoreControls') && path.includes('skiptoken'))).toBe(
      true,
    );
    expect(
      paths
        .filter((path) => path.includes('/providers/Microsoft.Security/'))
        .every((path) => path.includes('api-version=2020-01-01')),
    ).toBe(true);
  });

  test('reads the published bodies to the digit', async () => {
    fake().set({
      intercept: ({ path }) => {
        const name = path.includes('secureScoreControls')
          ? 'rest-secure-score-controls-list'
          : 'rest-secure-scores-list';
        const { status, body } = payload(name).response;
        return { status, body };
      },
    });
    const [reading] = await live([PUBLISHED]);
    expect(reading).toMatchObject({ outcome: 'read', score: { current: 23.53, max: 39, weight: 67 } });
    const controls = reading?.outcome === 'read' ? reading.controls : [];
    expect(controls.find(({ control }) => control.startsWith('34a42fb3'))).toEqual({
      ...{ control: '34a42fb3-e6db-409c-b56b-7b1db6b8aee0', current: 10, max: 10 },
      ...{ healthy: 1, unhealthy: 0, notApplicable: 0 },
    });
  });

  test('takes the score of the right name, whichever comes first', async () => {
    const [expected] = await live([FIRST]);
    fake().set({
      alter: (reply, { path }) =>
        path.includes('secureScores?')
          ? { ...reply, body: { value: (reply.body as { value: unknown[] }).value.toReversed() } }
          : reply,
    });
    expect(await live([FIRST])).toEqual([expected]);
  });

  test('a subscription without a score, without a role or without existence is said to be so', async () => {
    fake().setTenant(edited((row) => (isScoreOf(SECOND)(row) ? null : row)));
    fake().set({ denied: [THIRD] });
    const gone = 'ffffffff-0000-0000-0000-000000000000';
    const outcomes = (await live([FIRST, SECOND, THIRD, gone])).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['read', 'no-score', 'not-visible', 'not-visible']);
    fake().set({ denied: [], intercept: () => ({ ...payload('rest-error-404-no-score').response }) });
    expect((await live([FIRST]))[0]?.outcome).toBe('no-score');
    fake().set({ intercept: () => ({ ...payload('rest-error-403').response }) });
    expect((await live([FIRST]))[0]?.outcome).toBe('not-visible');
  });

  test('waits as long as it is told to, and gives up after five attempts', async () => {
    const opened = openFakeSource(fake());
    fake().set({ intercept: (_, attempt) => (attempt === 1 ? throttled(7) : null) });
    expect((await live([FIRST], opened))[0]?.outcome).toBe('read');
    expect(opened.timer.waits).toEqual([7000]);
    fake().set({ intercept: () => ERRORS.server });
    await expect(live([FIRST])).rejects.toThrow(/500 5 times/);
  });

  test('a link to the next page never takes the token to another host', async () => {
    fake().set({
      alter: (reply, { path }) => {
        if (!path.includes('secureScoreControls') || path.includes('skiptoken')) return reply;
        const body = reply.body as { value: unknown[]; nextLink: string };
        const link = new URL(body.nextLink);
        return {
          ...reply,
          body: { ...body, nextLink: `https://evil.example${link.pathname}${link.search}` },
        };
      },
    });
    const [reading] = await live([FIRST]);
    expect(reading?.outcome === 'read' && reading.controls.length).toBe(6);
  });

  test.each([
    ['a page that is none', { status: 200, body: { values: [] } }, /answered with nothing that fits/],
    [
      'a score below zero',
      {
        status: 200,
        body: { value: [{ name: 'ascScore', properties: { score: { current: -1, max: 2 } } }] },
      },
      /nothing that fits/,
    ],
    ['a link without end', { status: 200, body: { value: [], nextLink: '/again' } }, /a link that is none/],
    [
      'a loop of links',
      { status: 200, body: { value: [], nextLink: 'https://x.example/again' } },
      /with no end/,
    ],
    ['a token that is refused', { status: 401, body: {} }, /does not accept the token/],
    ['a request that is refused', { status: 400, body: {} }, /answered 400/],
  ])('%s is unreachable, and what to do is said', async (_, reply, message) => {
    fake().set({ intercept: () => reply });
    await expect(live([FIRST])).rejects.toThrow(message);
  });
});
