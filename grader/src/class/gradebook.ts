import { randomBytes } from 'node:crypto';
import { type Database, openDatabase } from '@seeka/kit/database';
import type { Knex } from 'knex';
import type { Member } from '../course/roster.ts';
import type { Parcel } from '../ingest/parcel.ts';
import type { Report } from '../types.ts';
import { nextOf, seedFor } from './place.ts';

/** One lab graded for one roster. */
export interface Batch {
  id: string;
  lab: string;
  contractDigest: string;
  secret: Buffer;
}

/** What one member handed in: a parcel, a URL, or why it could not be read. */
export interface Attempt {
  id: string;
  batch: string;
  member: string;
  /** The first of the member in this batch is 1. */
  nth: number;
  lab: string;
  /** As the roster has it. */
  source: string;
  /** Digest of its bytes. */
  parcel: string | null;
  url: string | null;
  refusal: string | null;
  notes: string[];
  seed: number;
  /** How often the grader itself was at fault. */
  faults: number;
}

/** How an attempt ended. Without a score the grader was at fault, and says why. */
export type Grade = { submissionDigest?: string } & (
  | { score: number; report: Report }
  | { score: null; fault: string; report?: Report }
);

/** An attempt, whose it is, and its grade if there is one yet. */
export type Row = Attempt & { name: string } & {
  score: number | null;
  fault: string | null;
  /** What was graded; stays when what was handed in is deleted after its time. */
  submissionDigest: string | null;
  isGraded: boolean;
};

/** What a member handed in, before it has a place in the gradebook. */
export type Handed = Pick<Attempt, 'member' | 'source' | 'notes'> & {
  at?: Date | undefined;
  /** Beside what the member has handed in to this batch before; else nothing is handed in twice. */
  again?: boolean;
} & ({ parcel: Parcel } | { url: string } | { refusal: string });

/** Who handed in what and what it was worth, in PostgreSQL. */
export class Gradebook implements AsyncDisposable {
  readonly knex: Knex;
  readonly #database: Database;

  /** Opens it, and waits until its tables are there. */
  static async open(url: string): Promise<Gradebook> {
    const database = openDatabase(url, new URL('./migrations/', import.meta.url));
    try {
      await database.ready();
      return new Gradebook(database);
    } catch (error) {
      await database[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(database: Database) {
    this.#database = database;
    this.knex = database.knex;
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#database[Symbol.asyncDispose]();
  }

  /** The batch of this id, begun if it is new. */
  async batch(id: string, lab: string, contractDigest: string): Promise<Batch> {
    const fresh = { id, lab, contractDigest, secret: randomBytes(32) };
    await this.knex('batches').insert(fresh).onConflict('id').ignore();
    return this.knex<Batch>('batches').where({ id }).first().then(found);
  }

  /** Takes over who is in the course. */
  async enrol(members: Member[]): Promise<void> {
    const rows = members.map(({ group = null, ...member }) => ({ ...member, group }));
    for (let start = 0; start < rows.length; start += 500) {
      await this.knex('members')
        .insert(rows.slice(start, start + 500))
        .onConflict('id')
        .merge();
    }
  }

  /** Writes down what a member handed in, together with what `then` does; undefined when that was done before. */
  async handIn(
    batch: Batch,
    handed: Handed,
    then: (attempt: Attempt, within: Knex.Transaction) => Promise<void>,
  ): Promise<Attempt | undefined> {
    const { member, source, notes } = handed;
    return await this.knex.transaction(async (within) => {
      const nth = handed.again ? await nextOf(within, batch, member) : 1;
      const place = nth === 1 ? member : `${member}/${nth}`;
      const parcel = 'parcel' in handed ? handed.parcel : undefined;
      if (parcel) {
        await within('parcels').insert({ digest: parcel.digest, bytes: parcel.bytes }).onConflict('digest').ignore();
      }
      const attempt = {
        ...{ id: `${batch.id}/${place}`, batch: batch.id, lab: batch.lab, member, nth, source, notes },
        parcel: parcel?.digest ?? null,
        url: 'url' in handed ? handed.url : null,
        refusal: 'refusal' in handed ? handed.refusal : null,
        seed: seedFor(batch, place),
        ...(handed.at ? { handedInAt: handed.at } : {}),
      };
      const [added] = await within<Attempt>('attempts').insert(attempt).onConflict('id').ignore().returning('*');
      if (added) await then(added, within);
      return added;
    });
  }

  attempt(id: string): Promise<Attempt> {
    return this.knex<Attempt>('attempts').where({ id }).first().then(found);
  }

  batchOf({ batch }: Pick<Attempt, 'batch'>): Promise<Batch> {
    return this.knex<Batch>('batches').where({ id: batch }).first().then(found);
  }

  async parcel(digest: string): Promise<Buffer> {
    const { bytes } = await this.knex('parcels').where({ digest }).first('bytes').then(found);
    return bytes;
  }

  /** All of a batch, in order of member and time. */
  rows({ id }: Pick<Batch, 'id'>): Promise<Row[]> {
    return this.knex('attempts')
      .join('members', 'members.id', 'attempts.member')
      .leftJoin('grades', 'grades.attempt', 'attempts.id')
      .where({ batch: id })
      .orderByRaw('attempts.member collate "C", attempts.nth')
      .select('attempts.*', 'members.name', 'grades.score', 'grades.fault', 'submissionDigest')
      .select(this.knex.raw('(grades.attempt is not null) as "isGraded"'));
  }

  /** The course's key for the nonces that prove whose a service is. */
  ownershipKey(): Promise<string> {
    return this.secret('ownership');
  }

  /** What the course keeps to itself under this name; made when it is first asked for. */
  async secret(name: string): Promise<string> {
    const known = await this.knex('secrets').where({ name }).first('value');
    if (known) return known.value;
    const value = randomBytes(32).toString('base64url');
    await this.knex('secrets').insert({ name, value }).onConflict('name').ignore();
    return (await this.knex('secrets').where({ name }).first('value').then(found)).value;
  }
}

/** Records a grade; false when the attempt has one already. */
export async function recordGrade(
  within: Knex.Transaction,
  attempt: string,
  grade: Grade,
  worker: string,
): Promise<boolean> {
  const { score, report } = grade;
  const fault = score === null ? grade.fault : null;
  const submissionDigest = grade.submissionDigest ?? null;
  const row = { attempt, score, fault, report: report ? JSON.stringify(report) : null, submissionDigest, worker };
  const added = await within('grades').insert(row).onConflict('attempt').ignore().returning('attempt');
  return added.length > 0;
}

/** What was asked for is not there, or not in that state. */
export class NotInGradebook extends Error {
  override readonly name = 'NotInGradebook';
}

/** @throws NotInGradebook when there is no such row. */
export function found<T>(row: T | undefined): T {
  if (row === undefined) throw new NotInGradebook('There is nothing of that name in the gradebook.');
  return row;
}
