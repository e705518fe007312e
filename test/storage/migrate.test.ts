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
    expect(await sql.all('select version from migration order by version')).toEqual(
      MIGRATIONS.map((_, before) => ({ version: before + 1 })),
    );
    await sql.close();
  });

  test('a database newer than the program is refused, untouched, with what to do', async () => {
    const sql = await open();
    await migrate(sql, [...MIGRATIONS, ['create table future (id integer)']]);
    await expect(openStores(sql)).rejects.toMatchObject({
      name: 'Unreachable',
      message: expect.stringMatching(
        new RegExp(`version ${MIGRATIONS.length + 1} .* up to ${MIGRATIONS.length}: start the newer release`),
      ),
    });
    await sql.close();
  });

  test('what a shared channel was granted before that was kept with each grant stays granted', async () => {
    const sql = await open();
    await migrate(sql, MIGRATIONS.slice(0, 3));
    await sql.batch([
      {
        sql: 'insert into conversation (conversation_key, kind, shared, platform, reference) values ($1, $2, $3, $4, $5)',
        rows: ['slack:T/S', 'slack:T/C'].map((key, at) => [key, 'channel', 1 - at, 'slack', 'null']),
      },
      {
        sql: 'insert into access_grant (conversation, scope_kind, scope_id, granted_by, granted_at) values ($1, $2, $3, $4, $5)',
        rows: ['slack:T/S', 'slack:T/C'].map((key) => [key, 'all', 'all', 'slack:T/A', 1]),
      },
    ]);
    const { access } = await openStores(sql);
    expect((await access.grants(null)).map(({ conversation, shared }) => [conversation, shared])).toEqual([
      ['slack:T/C', undefined],
      ['slack:T/S', true],
    ]);
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
