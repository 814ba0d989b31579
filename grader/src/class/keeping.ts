import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { Knex } from 'knex';
import { type Gradebook, NotInGradebook } from './gradebook.ts';
import { requeue } from './requeue.ts';
import type { TakeParts } from './take-in.ts';

/** In the order in which rows may refer to earlier ones. */
const TABLES = [
  ...['secrets', 'members', 'parcels', 'batches', 'attempts', 'grades'],
  ...['regrades', 'regraded', 'adjustments', 'events', 'extensions'],
];
/** Columns that older backups do not have. */
const ADDED: Record<string, object> = { attempts: { nth: 1 } };
const HEAD = { format: 'seeka gradebook', version: 1 };

/** How often a member has handed in. @throws NotInGradebook */
export async function attemptsOf({ knex }: Gradebook, member: string): Promise<number> {
  if (!(await knex('members').where({ id: member }).first('id'))) throw stranger(member);
  return countOf(knex('attempts').where({ member }));
}

/**
 * Deletes all that is kept of a member: attempts, grades, reports, adjustments, and what was handed in, unless somebody
 * else handed in the same.
 * @throws NotInGradebook
 */
export async function forget({ knex }: Gradebook, member: string): Promise<void> {
  await knex.transaction(async (within) => {
    const attempts = within('attempts').where({ member }).select('id');
    await within('events').whereIn('attempt', attempts).delete();
    await within('sessions').whereRaw(`sess->'passport'->>'user' = ?`, [member]).delete();
    await within('attempts').where({ member }).delete();
    const deleted = await within('members').where({ id: member }).delete();
    if (deleted === 0) throw stranger(member);
    await dropUnused(within);
  });
}

function stranger(member: string): NotInGradebook {
  return new NotInGradebook(`There is no member "${member}" in the gradebook.`);
}

/** How many submissions were handed in before, and are still kept. */
export function submissionsBefore({ knex }: Gradebook, before: Date): Promise<number> {
  return countOf(keptBefore(knex, before));
}

/** Deletes what was handed in before; scores and reports stay. */
export async function dropSubmissions({ knex }: Gradebook, before: Date): Promise<number> {
  return await knex.transaction(async (within) => {
    const refusal = 'What was handed in has been deleted after its time.';
    const count = await keptBefore(within, before).update({ parcel: null, refusal });
    await dropUnused(within);
    return count;
  });
}

function keptBefore(within: Knex, before: Date): Knex.QueryBuilder {
  return within('attempts').where('handedInAt', '<', before).whereNotNull('parcel');
}

async function countOf(rows: Knex.QueryBuilder): Promise<number> {
  const { count } = await rows.count().first();
  return Number(count);
}

async function dropUnused(within: Knex): Promise<void> {
  const used = within('attempts').whereNotNull('parcel').select('parcel');
  await within('parcels').whereNotIn('digest', used).delete();
}

/** Writes the whole gradebook, as it is at one moment, to a new file: gzip of a JSON text for each row. The queue is not in it. */
export async function backUp({ knex }: Gradebook, file: string): Promise<void> {
  const target = await open(file, 'wx', 0o600);
  try {
    await knex.transaction(
      (within) => pipeline(Readable.from(linesOf(within)), createGzip(), target.createWriteStream()),
      { isolationLevel: 'repeatable read', readOnly: true },
    );
  } catch (error) {
    await rm(file);
    throw error;
  }
}

async function* linesOf(within: Knex): AsyncGenerator<string> {
  yield `${JSON.stringify(HEAD)}\n`;
  for (const table of TABLES) {
    const rows = table === 'parcels' ? parcelsOf(within) : rowsOf(within, table);
    for await (const { row } of rows) yield `${JSON.stringify({ table, row })}\n`;
  }
}

interface Kept {
  row: object;
}

/** One at a time: a parcel may have 50 MB. */
async function* parcelsOf(within: Knex): AsyncGenerator<Kept> {
  const digests: string[] = await within('parcels').orderBy('digest').pluck('digest');
  for (const digest of digests) yield* await wholeRows(within, 'parcels').where({ digest });
}

/** Rows read at once. */
const PAGE = 20;

async function* rowsOf(within: Knex, table: string): AsyncGenerator<Kept> {
  for (let offset = 0, page: Kept[] | undefined; page?.length !== 0; offset += PAGE) {
    page = (await wholeRows(within, table).orderByRaw('ctid').limit(PAGE).offset(offset)) as Kept[];
    yield* page;
  }
}

/** As PostgreSQL writes them, so that nothing of a row is lost on the way. */
function wholeRows(within: Knex, table: string): Knex.QueryBuilder {
  return within(table).select(within.raw('to_json(??) as row', [table]));
}

/**
 * Puts a backup into an empty gradebook, and queues what waited when it was made.
 * @throws NotInGradebook when it is not empty, or the file is no backup.
 */
export async function restore({ gradebook: { knex }, queue }: TakeParts, file: string): Promise<void> {
  await knex.transaction(async (within) => {
    await pipeline(createReadStream(file), createGunzip(), (text) => takeOver(within, text));
    for (const table of ['adjustments', 'events', 'extensions']) {
      const next = within.raw('(select coalesce(max(id), 0) + 1 from ??)', [table]);
      await within.raw(`select setval(pg_get_serial_sequence(?, 'id'), ?, false)`, [table, next]);
    }
    await requeue(within, queue);
  });
}

async function takeOver(within: Knex, text: AsyncIterable<Buffer>): Promise<void> {
  let isHead = true;
  for await (const line of linesIn(text)) {
    const { table, row, ...head } = JSON.parse(line);
    if (isHead) {
      assertHead(head);
      await assertEmpty(within);
    } else
      await within.raw('insert into ?? overriding system value select * from json_populate_record(null::??, ?)', [
        table,
        table,
        JSON.stringify({ ...ADDED[table], ...row }),
      ]);
    isHead = false;
  }
  if (isHead) assertHead({});
}

async function assertEmpty(within: Knex): Promise<void> {
  if (!(await within('members').first())) return;
  throw new NotInGradebook(
    'The gradebook is not empty. Make a new database, such as by "create database seeka_restored" in psql, and name it with --database.',
  );
}

/** One line may be far longer than what is read at once. */
async function* linesIn(text: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  for await (const chunk of text) {
    let start = 0;
    for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', start)) {
      yield Buffer.concat([...parts, chunk.subarray(start, end)]).toString();
      parts = [];
      start = end + 1;
    }
    parts.push(chunk.subarray(start));
  }
  const rest = Buffer.concat(parts).toString();
  if (rest !== '') yield rest;
}

function assertHead(head: object): void {
  if (JSON.stringify(head) !== JSON.stringify(HEAD)) throw new NotInGradebook('The file is no backup of a gradebook.');
}
