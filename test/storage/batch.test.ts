import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Row, Sql } from '../../src/storage/sql.ts';
import { Overtaken } from '../../src/storage/sql.ts';
import { engines } from './engines.ts';

const TABLE = `create table thing (id integer not null, part integer not null, name text, size double precision,
  at bigint, primary key (id, part)){t}`;
const INSERT = 'insert into thing (id, part, name) values ($1, $2, $3)';
const UPSERT = `${INSERT} on conflict (id, part) do update set name = excluded.name`;
const AWKWARD = ['', ' ', 'NULL', 'null', '{a,b}', '"', "it's", '\\', '\\"', 'ä, ö\n\t€', '🙂', '$1', '%_'];

describe.each(engines)('a batch on $name', ({ open }) => {
  let sql: Sql;
  beforeEach(async () => {
    sql = await open();
    await sql.batch([{ sql: TABLE }]);
  });
  afterEach(() => sql.close());

  const write = async (text: string, rows: readonly Row[]) => (await sql.batch([{ sql: text, rows }]))[0];
  const names = async () =>
    (await sql.all<{ name: string | null }>('select name from thing order by id, part')).map(
      ({ name }) => name,
    );

  test('writes many rows, and text and nulls as they were given', async () => {
    const rows = [...AWKWARD, null].map((name, index) => [index, 0, name]);
    expect(await write(INSERT, rows)).toBe(rows.length);
    expect(await names()).toEqual([...AWKWARD, null]);
    const many = Array.from({ length: 12_001 }, (_, index) => [1000 + index, index % 7, `n${index}`]);
    expect(await write(INSERT, many)).toBe(12_001);
    expect(await sql.all('select count(*) as n, sum(part) as parts, max(id) as id from thing')).toEqual([
      { n: 12_015, parts: many.reduce((sum, [, part]) => sum + Number(part), 0), id: 13_000 },
    ]);
  });

  test('gives numbers as numbers, to the last digit', async () => {
    const text = 'insert into thing (id, part, size, at) values ($1, 1, $2, $3)';
    const sizes = [0.1 + 0.2, 1 / 3, -0.5, 1e-300, 23.53, 0];
    expect(
      await write(
        text,
        [...sizes.entries()].map(([id, size]) => [id, size, 1_796_000_000_000 + id]),
      ),
    ).toBe(6);
    expect(
      (await sql.all<{ size: number }>('select size from thing order by id')).map(({ size }) => size),
    ).toEqual(sizes);
    expect(
      await sql.all('select count(*) as n, sum(at) as sum, max(at) as at, count(*) > 5 as more from thing'),
    ).toEqual([{ n: 6, sum: 6 * 1_796_000_000_000 + 15, at: 1_796_000_000_005, more: 1 }]);
  });

  test('counts and keeps what one row after the other would', async () => {
    const twice: Row[] = [
      [1, 1, 'a'],
      [1, 2, 'b'],
      [1, 1, 'c'],
      [1, 1, 'd'],
    ];
    expect(await write(`${INSERT} on conflict (id, part) do nothing`, twice)).toBe(2);
    expect(await names()).toEqual(['a', 'b']);
    expect(await write(UPSERT, twice)).toBe(4);
    expect(await names()).toEqual(['d', 'b']);
    const open: Row[] = [
      [1, 'x'],
      [9, 'y'],
      [1, 'z'],
    ];
    await write(INSERT, [[2, 1, null]]);
    expect(await write('update thing set name = $2 where id = $1 and name is null', open)).toBe(0);
    expect(await write('update thing set name = $2 where id = $1', open)).toBe(4);
    expect(await names()).toEqual(['z', 'z', null]);
    // Each finds what the one before made.
    const chain: Row[] = [
      [1, 2],
      [2, 3],
      [3, 4],
    ];
    await write('delete from thing where id = $1 and part = $2', [
      [1, 2],
      [1, 2],
      [7, 7],
    ]);
    await write('update thing set part = 5 where id = $1', [[2]]);
    expect(await write('update thing set id = $2 where id = $1', chain)).toBe(5);
    expect(await sql.all('select id, part from thing order by part')).toEqual([
      { id: 4, part: 1 },
      { id: 4, part: 5 },
    ]);
    expect(
      await write('delete from thing where id = $1 and part = $2', [
        [4, 5],
        [4, 5],
        [4, 1],
      ]),
    ).toBe(2);
    expect(await write(INSERT, [])).toBe(0);
  });

  test('is undone as a whole where a row is refused, or fewer are affected than expected', async () => {
    await write(INSERT, [[1, 1, 'kept']]);
    await expect(
      write(INSERT, [
        [2, 1, 'new'],
        [1, 1, 'again'],
      ]),
    ).rejects.toThrow(/unique/i);
    const rows: Row[] = [
      [3, 1, 'new'],
      [1, 1, 'again'],
    ];
    await expect(
      sql.batch([{ sql: `${INSERT} on conflict (id, part) do nothing`, rows, expect: 2 }]),
    ).rejects.toThrow(Overtaken);
    await expect(sql.batch([{ sql: INSERT, rows }, { sql: 'nonsense' }])).rejects.toThrow();
    expect(await names()).toEqual(['kept']);
  });

  test('text is ordered by code point', async () => {
    const words = ['b', 'B', 'a-1', 'a1', 'ä', 'Z', 'a', '_', '10', '9', ''];
    await write(
      INSERT,
      words.map((word, index) => [index, 0, word]),
    );
    const found = await sql.all<{ name: string }>('select name from thing order by name');
    expect(found.map(({ name }) => name)).toEqual([...words].sort());
    expect(await sql.all('select max(name) as last from thing')).toEqual([{ last: 'ä' }]);
  });

  test('those of many at once have the outcome of turns', async () => {
    const next = `insert into thing (id, part, name)
      select coalesce((select max(id) from thing), 0) + 1, 0, $1`;
    await Promise.all(Array.from({ length: 8 }, (_, index) => write(next, [[`w${index}`]])));
    expect(await sql.all('select id from thing order by id')).toEqual(
      Array.from({ length: 8 }, (_, index) => ({ id: index + 1 })),
    );
    const add = 'update thing set size = (select coalesce(max(size), 0) + 1 from thing) where name = $1';
    await Promise.all(Array.from({ length: 8 }, (_, index) => write(add, [[`w${index}`]])));
    expect(await sql.all('select size from thing order by size')).toEqual(
      Array.from({ length: 8 }, (_, index) => ({ size: index + 1 })),
    );
  });
});
