import { Client, type ClientBase, Pool, type PoolConfig, types } from 'pg';

/**
 * Above what any statement of ours takes on a million assessments, and below what a person waits. The client's own
 * limit comes last: it is for a server that does not answer at all. Milliseconds.
 */
const LIMITS: PoolConfig = {
  connectionTimeoutMillis: 10_000,
  lock_timeout: 10_000,
  statement_timeout: 60_000,
  query_timeout: 70_000,
  // A process that is suspended in the middle of a batch must not hold up the others.
  idle_in_transaction_session_timeout: 30_000,
};

/** Small servers allow some 35 connections in all, and there are several replicas. */
const CONNECTIONS = 5;

const TYPES: PoolConfig['types'] = { getTypeParser: parserOf };

/** Connections are made on first use. What the URL says comes before what is said here. */
export function createPool(url: string): Pool {
  const pool = new Pool({
    ...{ connectionString: url, application_name: 'scoreline', max: CONNECTIONS },
    ...{ keepAlive: true, keepAliveInitialDelayMillis: 10_000, types: TYPES, Client: TidyClient },
    ...LIMITS,
    onConnect: keepJoinOrder,
  });
  // A connection that broke says so as an event, idle or not; without a listener that would end the process. Whoever
  // uses it gets the error too.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/**
 * Joins in the order in which they are written, as on SQLite: that order is the right one whatever is stored, and the
 * planner, which knows nothing of new tables, takes three times as long to look for another.
 */
async function keepJoinOrder(client: ClientBase): Promise<void> {
  await client.query('set join_collapse_limit = 1');
}

/** `bigint`, and `numeric`, which is what a `sum` of them is, as numbers; a comparison as 0 or 1, as on SQLite. */
function parserOf(oid: number, format?: 'text' | 'binary') {
  const { INT8, NUMERIC, BOOL } = types.builtins;
  if (oid === INT8 || oid === NUMERIC) return Number;
  if (oid === BOOL) return (value: string) => (value === 't' ? 1 : 0);
  return types.getTypeParser(oid, format);
}

type Connected = ((error: Error) => void) & ((error: null, client: Client) => void);

/**
 * `pg` leaves the connection open where it gives up by itself, having no password to give: the process would not end
 * before the server loses patience.
 */
class TidyClient extends Client {
  override connect(): Promise<Client>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<Client> | undefined {
    if (callback === undefined) return super.connect();
    super.connect((error: Error | null) => {
      if (error === null || error === undefined) return callback(null, this);
      this.end().catch(() => {});
      callback(error);
    });
  }
}
