// Preloaded into the service: ends it as `kill -9` does, in the middle of storing a snapshot. KILL_AT is "log:5" or
// "last:5": before the fifth write of that phase. Without it the writes of each phase are counted, into KILL_COUNTS.
import { writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import pg from 'pg';

const [phaseWanted, place] = (process.env.KILL_AT ?? '').split(':');
const counts = { log: 0, last: 0 };
let phase = 'log';

/** The last batch applies the log, or begins with the snapshot's own row where there is none. */
const LAST = /^\s*insert into (?:assessment .* select .* from change|snapshot)\b/s;
const OURS = /^\s*(?:insert into|update|delete from)\s+(?!lease\b|job_run\b|migration\b)/;

function before(text) {
  if (LAST.test(text)) phase = 'last';
  const write = OURS.test(text) || (phase === 'last' && /^\s*commit\b/i.test(text));
  if (!write) return;
  counts[phase] += 1;
  if (phase === phaseWanted && counts[phase] === Number(place)) process.kill(process.pid, 'SIGKILL');
  if (process.env.KILL_COUNTS) writeFileSync(process.env.KILL_COUNTS, JSON.stringify(counts));
}

const statement = Object.getPrototypeOf(new Database(':memory:').prepare('select 1'));
const { run } = statement;
statement.run = function (...values) {
  before(this.source);
  return run.apply(this, values);
};

const { query } = pg.Client.prototype;
pg.Client.prototype.query = function (config, ...rest) {
  before(typeof config === 'string' ? config : (config?.text ?? ''));
  return query.call(this, config, ...rest);
};
