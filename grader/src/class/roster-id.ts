import { createHash } from 'node:crypto';
import { count } from '../report/figures.ts';
import type { Order } from './batch.ts';
import type { Batch, Gradebook } from './gradebook.ts';

// A batch is named after its lab, its roster and the number of the grading: 01-address-0f3a5d81c2b7-1.
const BATCH = /^(.+-[0-9a-f]+)-(\d+)$/;

/** Lab and roster of a batch; undefined when it was not begun with a roster. */
export function rosterOf(batch: string): string | undefined {
  return BATCH.exec(batch)?.[1];
}

/** The same lab, roster and number give the same batch, so that it is gone on with. */
export async function batchIdOf(gradebook: Gradebook, order: Order): Promise<string> {
  return `${(await knownRoster(gradebook, order)) ?? newRoster(order)}-${order.nth}`;
}

function newRoster({ lab, handedIn }: Order): string {
  const lines = handedIn.map(({ member, source }) => [member, source]);
  return `${lab}-${createHash('sha256').update(JSON.stringify(lines)).digest('hex').slice(0, 12)}`;
}

/** Mended, shortened or grown, a roster stays the one that it was while it shares half of the submissions of the smaller. */
async function knownRoster({ knex }: Gradebook, { lab, handedIn }: Order): Promise<string | undefined> {
  const { rows } = await knex.raw(
    `select id
     from batches join (
       select batch, count(*) as taken, count(lines.member) as shared
       from attempts left join unnest(?::text[], ?::text[]) as lines (member, source)
         on lines.member = attempts.member and lines.source = attempts.source
       group by batch
     ) as compared on batch = id
     where lab = ? and id ~ ? and shared > 0 and 2 * shared >= least(taken, ?)
     order by shared desc, "begunAt" desc
     limit 1`,
    [handedIn.map(({ member }) => member), handedIn.map(({ source }) => source), lab, BATCH.source, handedIn.length],
  );
  return rows[0] && rosterOf(rows[0].id);
}

/** Number of the last grading of a batch's roster. */
export async function lastOf({ knex }: Gradebook, { id }: Pick<Batch, 'id'>): Promise<number> {
  const ids: string[] = await knex('batches')
    .whereLike('id', `${rosterOf(id)}-%`)
    .pluck('id');
  return Math.max(...ids.map((one) => Number(BATCH.exec(one)?.[2])));
}

/** What people have done with the batch before, for the same members, and a new one does not have; undefined when that is nothing. */
export async function leftBehind({ knex }: Gradebook, batch: Batch, { handedIn }: Order): Promise<string | undefined> {
  const { rows } = await knex.raw(
    `with theirs as (select id, batch from attempts where member = any(?))
     select id,
       (select count(*)::int from adjustments where attempt in (select id from theirs where batch = batches.id))
         as adjustments,
       (select count(*)::int from regrades
         where batch = batches.id and "appliedAt" is not null and "withdrawnAt" is null) as regrades
     from batches
     where lab = ? and id ~ ? and id <> ? and id in (select batch from theirs)
     order by "begunAt" desc
     limit 1`,
    [handedIn.map(({ member }) => member), batch.lab, BATCH.source, batch.id],
  );
  const [before] = rows;
  if (!before || before.adjustments + before.regrades === 0) return undefined;
  const what = `${count(before.adjustments, 'adjustment')} and ${count(before.regrades, 'regrade')} of ${before.id}`;
  const number = BATCH.exec(before.id)?.[2];
  const how = rosterOf(before.id) === rosterOf(batch.id) ? `--nth ${number}` : 'A roster with the submissions of then';
  return `This is a new batch: ${what} do not count in it. ${how} goes on with that one.`;
}
