import { readdir, readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import createKnex, { type Knex } from 'knex';
import { Problem } from './problem.ts';

/** A service's own database. Disposing it ends its connections. */
export interface Database extends AsyncDisposable {
  readonly knex: Knex;
  /** Resolves when the database has answered and every migration has run. After a failure the next call tries again. */
  ready(): Promise<void>;
  /** Resolves when the database answers now. */
  ping(): Promise<void>;
}

/** What is left in the middle of a transaction, since its network has gone, must not keep its locks. */
const abandoned = { idle_in_transaction_session_timeout: 10_000 };

/**
 * Opens a database without waiting for it: while it is away, it is tried again every second.
 * @param migrations a folder of `.sql` files, each run once, in order of name.
 */
export function openDatabase(url: string, migrations: URL): Database {
  const knex = createKnex({
    client: 'pg',
    // A query that takes 5 s waits for a machine that is gone.
    connection: { connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 5_000, ...abandoned },
    pool: { min: 0, max: 10 },
    acquireConnectionTimeout: 5_000,
    // Whatever knex warns of here is thrown too.
    log: { warn: () => undefined },
  });
  const ready = untilDone(() => migrate(knex, migrations));
  const closed = new AbortController();
  const ping = async () => {
    await ready();
    await knex.raw('select 1');
  };
  const close = async () => {
    closed.abort();
    await knex.destroy();
  };
  void keepTrying(ready, closed.signal);
  return { knex, ready, ping, [Symbol.asyncDispose]: close };
}

/** Lets requests through when the database is ready for them. */
export function whenReady({ ready }: Pick<Database, 'ready'>): RequestHandler {
  return async (_request, _response, next) => {
    await ready();
    next();
  };
}

/** Answers 503 when the database could not be reached; stands before `answerProblems`. */
export const databaseAway: ErrorRequestHandler = (error, _request, _response, next) => {
  next(isAway(error) ? new Problem(503, 'The database cannot be reached.', { cause: error }) : error);
};

// Classes of SQLSTATE: connection, log-on, too many connections, shutting down; and the system's own, such as ECONNREFUSED.
const awayCodes = /^(08|28|3D|53|57P)|^E(CONN[A-Z]+|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN|[A-Z]+UNREACH)$/;
// What pg and knex say without a code.
const awayWords =
  /^(Connection terminated|timeout expired|timeout exceeded|Query read timeout|Knex: Timeout acquiring)/;

function isAway(error: unknown): boolean {
  const { code = '', message = '' } = (error ?? {}) as { code?: unknown; message?: string };
  return awayCodes.test(String(code)) || awayWords.test(message);
}

/** One transaction, so that all or nothing happens; one lock, so that instances that start together take turns. */
async function migrate(knex: Knex, folder: URL): Promise<void> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  await knex.transaction(async (transaction) => {
    await transaction.raw(`select pg_advisory_xact_lock(hashtext('migrations'))`);
    await transaction.raw('create table if not exists migrations (name text primary key)');
    const done = new Set(await transaction('migrations').pluck('name'));
    for (const name of files.filter((file) => !done.has(file))) {
      await transaction.raw(await readFile(new URL(name, folder), 'utf8'));
      await transaction('migrations').insert({ name });
    }
  });
}

function untilDone(attempt: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  const forget = () => {
    running = undefined;
  };
  return () => {
    if (!running) {
      running = attempt();
      running.catch(forget);
    }
    return running;
  };
}

async function keepTrying(ready: () => Promise<void>, closed: AbortSignal): Promise<void> {
  let said = '';
  while (!closed.aborted) {
    const error = await ready().then(() => undefined, String);
    if (error === undefined || closed.aborted) return;
    if (error !== said) console.error(`The database is not ready, trying again every second: ${error}`);
    said = error;
    await setTimeout(1_000, undefined, { ref: false });
  }
}
