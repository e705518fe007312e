import { execFile } from 'node:child_process';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { inspect, promisify } from 'node:util';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPostgres } from '../../src/storage/postgres.ts';
import type { Sql } from '../../src/storage/sql.ts';
import { openStores } from '../../src/storage/stores.ts';
import { freshUrl, postgresServer } from '../support/database.ts';
import { until } from '../support/until.ts';

const server = await postgresServer();
if ('reason' in server) console.warn(`Nothing is tested on PostgreSQL: ${server.reason}`);

const run = promisify(execFile);
const at = (minute: number) => new Date(Date.UTC(2026, 10, 1, 12, minute));
const module = (name: string) =>
  JSON.stringify(new URL(`../../src/storage/${name}.ts`, import.meta.url).href);

describe.skipIf('reason' in server)('PostgreSQL', () => {
  let url: string;
  const open: { close(): Promise<unknown> }[] = [];
  const opened = async (where = url): Promise<Sql> => {
    const sql = await openPostgres(where);
    open.push(sql);
    return sql;
  };
  /** A connection of our own, beside the program's. */
  const beside = async (): Promise<Client> => {
    const client = new Client({ connectionString: url });
    client.on('error', () => {});
    await client.connect();
    open.push({ close: () => client.end() });
    return client;
  };
  const altered = (change: (to: URL) => void): string => {
    const to = new URL(url);
    change(to);
    return to.href;
  };
  beforeEach(async () => {
    url = await freshUrl('postgres');
  });
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close().catch(() => {});
  });

  test('names itself, and limits how long it waits', async () => {
    const sql = await opened();
    const names = ['application_name', 'statement_timeout', 'lock_timeout'];
    for (const [index, value] of ['scoreline', '1min', '10s'].entries()) {
      expect(await sql.all('select current_setting($1) as value', [names[index] ?? ''])).toEqual([{ value }]);
    }
  });

  test('processes that start at once migrate it once, and one of them gets what only one can have', async () => {
    const program = `
      import { openPostgres } from ${module('postgres')};
      import { openStores } from ${module('stores')};
      const stores = await openStores(await openPostgres(process.env.DATABASE));
      console.log(await stores.conversations.claim('only one', new Date()));
      await stores.close();`;
    const env = { PATH: process.env.PATH, DATABASE: url };
    const start = () => run(process.execPath, ['--input-type=module-typescript', '-e', program], { env });
    const outputs = await Promise.all([start(), start(), start(), start()]);
    expect(outputs.map((one) => one.stdout.trim()).sort()).toEqual(['false', 'false', 'false', 'true']);
  });

  test('replicas that grant at once lose no line of the access log, and write none twice', async () => {
    const replicas = [];
    for (let n = 0; n < 3; n++) replicas.push(await openStores(await opened()));
    const grant = (id: string) => ({
      ...{ conversation: 'slack:T/C', scope: { kind: 'subscription' as const, id }, by: 'teams:op' },
      at: at(0).toISOString(),
    });
    await Promise.all(
      replicas.flatMap(({ access }) => ['one', 'two', 'three'].map((id) => access.grant(grant(id)))),
    );
    const log = (await replicas[0]?.access.log(100)) ?? [];
    expect(log.map(({ scope }) => scope.id).sort()).toEqual(['one', 'three', 'two']);
    const taken = await Promise.all(
      replicas.map(({ leases }, n) => leases.acquire('job', `replica ${n}`, at(1), at(0))),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await replicas[0]?.leases.acquire('job', 'next', at(3), at(2))).toBe(true);
  });

  test('a lease that somebody is just taking is passed over, not waited for', async () => {
    const { leases } = await openStores(await opened());
    await leases.acquire('job', 'old', at(1), at(0));
    const other = await beside();
    await other.query("begin; update lease set holder = 'another' where name = 'job'");
    expect(await leases.acquire('job', 'me', at(9), at(5))).toBe(false);
    await other.query('rollback');
    expect(await leases.acquire('job', 'me', at(9), at(5))).toBe(true);
  });

  test.each<[string, (to: URL) => void, RegExp]>([
    [
      'a wrong password',
      (to) => {
        to.password = 'wrong-hunter2';
      },
      /28P01\): the password is wrong/,
    ],
    [
      'no password',
      (to) => {
        to.password = '';
      },
      /password/,
    ],
    [
      'no such user',
      (to) => {
        to.username = 'nobody-here';
      },
      /28P01|28000/,
    ],
    [
      'no such database',
      (to) => {
        to.pathname = '/nothing';
      },
      /3D000\): there is no such database: create it/,
    ],
    [
      'no server',
      (to) => {
        to.port = '1';
      },
      /ECONNREFUSED\): make sure that the server runs/,
    ],
    [
      'no such host',
      (to) => {
        to.hostname = 'nowhere.invalid';
      },
      /host/,
    ],
    ['no TLS there', (to) => to.searchParams.set('sslmode', 'require'), /speaks no TLS/],
    ['no such certificate', (to) => to.searchParams.set('sslrootcert', '/nowhere.pem'), /certificate file/],
  ])('%s: says what to do, and no secret', async (_, change, advice) => {
    const wrong = altered(change);
    const { password } = new URL(url);
    const error: unknown = await openPostgres(wrong).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'Unreachable', message: expect.stringMatching(advice) });
    const shown = inspect(error, { depth: 10, showHidden: true });
    for (const secret of [password, 'wrong-hunter2']) expect(shown).not.toContain(secret);
  });

  test('a connection that came to nothing is not kept: the process could not end', async () => {
    const wrong = altered((to) => {
      to.password = '';
    });
    await expect(openPostgres(wrong)).rejects.toThrow('it wants a password');
    const admin = await beside();
    await until('no connection waits for a password', async () => {
      const { rows } = await admin.query("select 1 from pg_stat_activity where state = 'starting'");
      return rows.length === 0;
    });
  });

  test('a server that does not answer is given up', async () => {
    const silent = createServer((socket) => void socket.on('error', () => {}));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    await expect(
      openPostgres(
        altered((to) => {
          to.port = `${port}`;
        }),
      ),
    ).rejects.toMatchObject({
      message: expect.stringContaining('did not answer in time'),
    });
    silent.close();
  }, 30_000);

  test('a user without rights, a read-only server and a full house say so', async () => {
    const name = `r${crypto.randomUUID().slice(0, 8)}`;
    const admin = await beside();
    await admin.query(`create role ${name} login password 'pw' connection limit 1`);
    const asOther = altered((to) => {
      to.username = name;
      to.password = 'pw';
    });
    const other = await opened(asOther);
    await expect(openStores(other)).rejects.toThrow(/not usable \((42501|3F000)\): .*create on schema/);
    await expect(opened(asOther)).rejects.toThrow(/53300\): .*max_connections/);
    await other.close();
    open.splice(open.indexOf(other), 1);
    const readOnly = altered((to) => {
      to.searchParams.append('options', '-c default_transaction_read_only=on');
    });
    await expect(openStores(await opened(readOnly))).rejects.toThrow(/25006\): the server is read-only/);
    await admin.query(`drop role ${name}`);
  });

  test('what takes too long is given up, with what to do, and what was wrong stays an error of ours', async () => {
    const quick = altered((to) => to.searchParams.set('statement_timeout', '50'));
    const sql = await opened(quick);
    await expect(sql.all('select pg_sleep(20)')).rejects.toThrow(
      /57014\): the server did not answer in time/,
    );
    await sql.batch([
      { sql: 'create table t (id integer primary key)' },
      { sql: 'insert into t values (1)' },
    ]);
    const impatient = await opened(altered((to) => to.searchParams.set('lock_timeout', '50')));
    const other = await beside();
    await other.query('begin; update t set id = 2');
    const update = { sql: 'update t set id = 3 where id = $1', rows: [[1]] };
    await expect(impatient.batch([update])).rejects.toThrow(/55P03\): others have been writing/);
    await other.query('rollback');
    expect(await impatient.batch([update])).toEqual([1]);
    await expect(sql.all('select nothing from t')).rejects.toMatchObject({ name: 'error', code: '42703' });
  });

  test('outlives its connections: the call fails with what to do, the next one connects anew', async () => {
    const sql = await opened();
    const admin = await beside();
    const cut = () =>
      admin.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'scoreline' and datname = current_database()`);
    const sleeping = sql.all('select pg_sleep(20)').catch((error: unknown) => error);
    await until('it sleeps', async () => {
      const { rows } = await admin.query(
        "select 1 from pg_stat_activity where query like '%pg_sleep(20)' and pid <> pg_backend_pid()",
      );
      return rows.length > 0;
    });
    await cut();
    expect(await sleeping).toMatchObject({
      name: 'Unreachable',
      message: expect.stringContaining('try again'),
    });
    expect(await sql.all('select 1 as one')).toEqual([{ one: 1 }]);
    await cut();
    await until('it answers again', async () => sql.all('select 1 as one').catch(() => null));
  });

  describe('behind a line that breaks', () => {
    let line: Server;
    let through: Sql;
    /** What the program has sent and, when `breaks` says so of a message, the end of the line with or without it. */
    let breaks: (message: string) => 'before' | 'after' | null = () => null;
    beforeEach(async () => {
      const to = new URL(url);
      breaks = () => null;
      line = createServer((socket) => join(socket, connect(Number(to.port), to.hostname)));
      await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve));
      const { port } = line.address() as AddressInfo;
      through = await opened(
        altered((own) => {
          own.port = `${port}`;
        }),
      );
      await through.batch([{ sql: 'create table t (id integer primary key, n integer not null)' }]);
      await through.batch([{ sql: 'insert into t values (1, 0)' }]);
    });
    afterEach(() => void line.close());

    function join(near: Socket, far: Socket): void {
      for (const socket of [near, far]) socket.on('error', () => {});
      far.on('data', (data) => void near.write(data));
      far.on('close', () => near.destroy());
      near.on('close', () => far.end());
      near.on('data', (data) => {
        const when = breaks(data.toString('latin1'));
        if (when !== null) breaks = () => null;
        if (when !== 'before') far.write(data);
        if (when !== null) near.destroy();
      });
    }

    const count = async () => (await (await beside()).query('select n from t')).rows[0]?.n;
    const add = { sql: 'update t set n = n + 1 where id = $1', rows: [[1]] };

    test('while a batch is written: nothing of it is stored, and the next one is', async () => {
      breaks = (message) => (message.includes('update t') ? 'before' : null);
      await expect(through.batch([add])).rejects.toThrow(/not usable .*make sure that the server runs/);
      expect(await count()).toBe(0);
      expect(await through.batch([add])).toEqual([1]);
      expect(await count()).toBe(1);
    });

    test.each(['before', 'after'] as const)(
      '%s a commit arrives: nobody knows, and nothing is done twice',
      async (when) => {
        breaks = (message) => (message.includes('commit') ? when : null);
        await expect(through.batch([add])).rejects.toMatchObject({
          name: 'Unreachable',
          message: expect.stringContaining('not known whether it was'),
        });
        await until('the server has finished', async () => (await count()) === (when === 'after' ? 1 : 0));
        expect(await through.batch([add])).toEqual([1]);
        expect(await count()).toBe(when === 'after' ? 2 : 1);
      },
    );
  });
});
