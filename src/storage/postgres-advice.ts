import { DatabaseError } from 'pg';
import { Unreachable } from '../core/errors.ts';

/** Two transactions that could not both have their way; one of them left nothing behind. */
export const SERIALIZATION_FAILURES: readonly string[] = ['40001', '40P01'];

const AWAY =
  'make sure that the server runs, that host and port in DATABASE_URL are right, and that it lets this machine in';
const SLOW = 'the server did not answer in time: see whether it is overloaded, then try again';
const TLS =
  'its certificate is not trusted here: name the authority with sslrootcert=<file> at the end of DATABASE_URL, or use the host name that the certificate is for';
const DAMAGED = 'the server reports damaged data: see its log, and restore a backup if it says so';
const STOPPED = 'the server is starting or stopping: try again in a moment';
const TIED = 'others have been writing the same rows for too long: try again';

/** By SQLSTATE, by its first two characters, which are its class, or three; by Node's error code. */
const ADVICE: Readonly<Record<string, string>> = {
  '08': AWAY,
  '28P01': 'the password is wrong: put the right one into DATABASE_URL (%40 for @, %2F for /, %23 for #)',
  '28000':
    'the server does not let this user in from here: check the user, pg_hba.conf or the firewall, and whether it wants sslmode=require',
  '3D000': 'there is no such database: create it (create database …), or name another one in DATABASE_URL',
  '3F000': 'the user has no schema to create tables in: create one, or grant it "create on schema public"',
  '25006': 'the server is read-only, perhaps a standby: name the primary in DATABASE_URL',
  '25P03': 'this process stood still in the middle of a write, and nothing was stored: try again',
  '42501':
    'this user lacks a right: make it the owner of the database, or grant it "create on schema public" and all rights on the tables',
  '53100': 'the disk of the server is full: make room',
  '53200': 'the server has run out of memory: give it more, or try again',
  '53300':
    'the server has no connection left: raise max_connections, or run fewer replicas (each takes up to 5)',
  '55P03': TIED,
  '57014': SLOW,
  '57P': STOPPED,
  '58': 'the disk of the server failed to read or write: see its log',
  XX001: DAMAGED,
  XX002: DAMAGED,
  ECONNREFUSED: AWAY,
  ECONNRESET: AWAY,
  EPIPE: AWAY,
  EHOSTUNREACH: AWAY,
  ENETUNREACH: AWAY,
  ENOTFOUND: 'there is no host of that name: check the one in DATABASE_URL',
  EAI_AGAIN: 'the name of the host could not be looked up: check the network, or the host in DATABASE_URL',
  ETIMEDOUT: SLOW,
  ENOENT: 'a certificate file or socket that DATABASE_URL names is not there',
  EACCES: 'a certificate file or socket that DATABASE_URL names is not readable for this user',
  ERR_INVALID_URL:
    'write DATABASE_URL as postgres://<user>:<password>@<host>:<port>/<database>, with %40 for @, %2F for / and %23 for # in the password',
  ERR_TLS_CERT_ALTNAME_INVALID: TLS,
  SELF_SIGNED_CERT_IN_CHAIN: TLS,
  DEPTH_ZERO_SELF_SIGNED_CERT: TLS,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: TLS,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: TLS,
  CERT_HAS_EXPIRED: TLS,
  ...Object.fromEntries(SERIALIZATION_FAILURES.map((code) => [code, TIED])),
};

/** What `pg` says itself has no code. */
const SAYINGS: readonly (readonly [RegExp, string])[] = [
  [/timeout exceeded when trying to connect|due to connection timeout|Query read timeout/, SLOW],
  [/Connection terminated|connection error|not queryable|Connection ended/, AWAY],
  [
    /does not support SSL/,
    'the server speaks no TLS: take sslmode out of DATABASE_URL, or switch TLS on there',
  ],
  [/password must be a (?:non-empty )?string/, 'it wants a password: put one into DATABASE_URL'],
];

/** What a person can mend about it, with a URL that holds no secret; null for a bug. */
export function failure(url: string, error: unknown): Unreachable | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof CommitLost)
    return new Unreachable(`${shown(url)}: ${error.message}`, { cause: error.cause });
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const byCode = [code, code.slice(0, 3), code.slice(0, 2)].flatMap((key) => ADVICE[key] ?? []);
  const [advice] = [
    ...byCode,
    ...SAYINGS.flatMap(([said, what]) => (said.test(error.message) ? [what] : [])),
  ];
  if (advice === undefined) return null;
  const name = code === '' ? error.message : code;
  return new Unreachable(`The database ${shown(url)} is not usable (${name}): ${advice}.`, { cause: error });
}

/** The connection broke while a batch was being committed: it may be stored or not, so nobody may run it again. */
class CommitLost extends Error {
  override name = 'CommitLost';
}

/** null where the server said that it did not commit. */
export function outcomeUnknown(error: unknown): Error | null {
  const refused = error instanceof DatabaseError && /^(?:23|40|25|53)/.test(error.code ?? '');
  if (refused) return null;
  return new CommitLost(
    'the connection broke while something was being stored, and it is not known whether it was: look before doing it again.',
    { cause: error },
  );
}

/** Without password and parameters. */
function shown(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return url.replace(/\/\/.*@/s, '//…@').replace(/\?.*$/s, '');
  const user = parsed.username === '' ? '' : `${parsed.username}@`;
  return `${parsed.protocol}//${user}${parsed.host}${parsed.pathname}`;
}
