import { describe, expect, test } from 'vitest';
import { migrate } from '../../src/storage/migrate.ts';
import { MIGRATIONS } from '../../src/storage/migrations/index.ts';
import { openStores } from '../../src/storage/stores.ts';
import { engines } from './engines.ts';

describe.each(engines)('migrations on $name', ({ open }) => {
  test('run once each, and on from wherever a database stands', async () => {
    const sql = await open();
    await migrate(sql, MIGRATIONS.slice(0, 1));
    await expect(sql.all('select * from lease')).rejects.toThrow();
    await Promise.all([migrate(sql), migrate(sql), migrate(sql)]);
    expect(await sql.all('select * from lease')).toEqual([]);
    expect(await sql.all('select version from migration order by version')).toEqual([
      { version: 1 },
      { version: 2 },
    ]);
    await sql.close();
  });

  test('a database newer than the program is refused, untouched, with what to do', async () => {
    const sql = await open();
    await migrate(sql, [...MIGRATIONS, ['create table future (id integer)']]);
    await expect(openStores(sql)).rejects.toMatchObject({
      name: 'Unreachable',
      message: expect.stringMatching(/version 3 .* up to 2: start the newer release/),
    });
    await sql.close();
  });

  test('a migration that fails leaves nothing behind', async () => {
    const sql = await open();
    await expect(migrate(sql, [['create table half (id integer)', 'nonsense']])).rejects.toThrow();
    await migrate(sql);
    await expect(sql.all('select * from half')).rejects.toThrow();
    await sql.close();
  });
});
