import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { Knex } from 'knex';
import { type Gradebook, NotInGradebook } from './gradebook.ts';

/** In the order in which rows may refer to earlier ones. */
const TABLES = [
  ...['secrets', 'members', 'parcels', 'batches', 'attempts', 'grades'],
  ...['regrades', 'regraded', 'adjustments', 'events', 'extensions'],
];
/** Columns that older backups do not have. */
const ADDED: Record<string, object> = { attempts: { nth: 1 } };
const HEAD = { format: 'seeka gradebook', version: 1 };

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
    if (deleted === 0) throw new NotInGradebook(`There is no member "${member}" in the gradebook.`);
    await dropUnused(within);
  });
}

/** Deletes what was handed in before; scores and reports stay. */
export async function dropSubmissions({ knex }: Gradebook, before: Date): Promise<number> {
  return await knex.transaction(async (within) => {
    const refusal = 'What was handed in has been deleted after its time.';
    const rows = within('attempts').where('handedInAt', '<', before).whereNotNull('parcel');
    const count = await rows.update({ parcel: null, refusal });
    await dropUnused(within);
    return count;
  });
}

async function dropUnused(within: Knex): Promise<void> {
  const used = within('attempts').whereNotNull('parcel').select('parcel');
  await within('parcels').whereNotIn('digest', used).delete();
}

/** Writes the whole gradebook, as it is at one moment, to a file: gzip of a JSON text for each row. The queue is not in it. */
export async function backUp({ knex }: Gradebook, file: string): Promise<void> {
  await knex.transaction(
    async (within) => {
      await pipeline(
        Readable.from(linesOf(within)),
        createGzip(),
        createWriteStream(file, { mode: 0o600, flags: 'wx' }),
      );
    },
    { isolationLevel: 'repeatable read', readOnly: true },
  );
}

/** Rows read at once: a parcel may have 50 MB. */
const PAGE = 20;

async function* linesOf(within: Knex): AsyncGenerator<string> {
  yield `${JSON.stringify(HEAD)}\n`;
  for (const table of TABLES) {
    for (let offset = 0, rows: { row: object }[] | undefined; rows?.length !== 0; offset += PAGE) {
      // As PostgreSQL writes it, so that nothing of a row is lost on the way.
      const page = within(table)
        .select(within.raw('to_json(??) as row', [table]))
        .orderByRaw('ctid');
      rows = (await page.limit(PAGE).offset(offset)) as { row: object }[];
      yield* rows.map(({ row }) => `${JSON.stringify({ table, row })}\n`);
    }
  }
}

/** Puts a backup into an empty gradebook. @throws NotInGradebook when it is not empty, or the file is no backup. */
export async function restore({ knex }: Gradebook, file: string): Promise<void> {
  await knex.transaction(async (within) => {
    if (await within('members').first())
      throw new NotInGradebook('The gradebook is not empty; restore into a new one.');
    const lines = createInterface({ input: createReadStream(file).pipe(createGunzip()) });
    let isHead = true;
    for await (const line of lines) {
      const { table, row, ...head } = JSON.parse(line);
      if (isHead) assertHead(head);
      else
        await within.raw('insert into ?? overriding system value select * from json_populate_record(null::??, ?)', [
          table,
          table,
          JSON.stringify({ ...ADDED[table], ...row }),
        ]);
      isHead = false;
    }
    for (const table of ['adjustments', 'events', 'extensions']) {
      const next = within.raw('(select coalesce(max(id), 0) + 1 from ??)', [table]);
      await within.raw(`select setval(pg_get_serial_sequence(?, 'id'), ?, false)`, [table, next]);
    }
  });
}

function assertHead(head: object): void {
  if (JSON.stringify(head) !== JSON.stringify(HEAD)) throw new NotInGradebook('The file is no backup of a gradebook.');
}
