import type { Insertable, Selectable, Updateable } from 'kysely';
import type { ChoreRow, Database, OperationRow } from './database.ts';
import type { Facts } from './problem.ts';

export type Operation = Selectable<OperationRow>;
export type Chore = Selectable<ChoreRow>;
type Step = 'address_step' | 'person_step' | 'link_step';

/** Operations and chores: all that must be known after a `kill -9`. */
export class Operations {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Undefined when there is one under this key that runs or has succeeded. */
  begin(operation: Insertable<OperationRow>): Promise<Operation | undefined> {
    const insert = this.#database.insertInto('operation').values(operation);
    return insert
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst();
  }

  underKey(keyHash: string): Promise<Operation | undefined> {
    const query = this.#database.selectFrom('operation').selectAll().where('key_hash', '=', keyHash);
    return query.where('status', 'in', ['running', 'succeeded']).executeTakeFirst();
  }

  byId(id: string): Promise<Operation | undefined> {
    return this.#database.selectFrom('operation').selectAll().where('id', '=', id).executeTakeFirst();
  }

  async hasBegun(principal: string, personId: string): Promise<boolean> {
    const query = this.#database.selectFrom('operation').select('id').where('person_id', '=', personId);
    return (await query.where('principal', '=', principal).executeTakeFirst()) !== undefined;
  }

  /** Those that are on their way forward. */
  async running(): Promise<string[]> {
    const query = this.#database.selectFrom('operation').select('id').where('status', '=', 'running');
    return (await query.where('problem', 'is', null).execute()).map(({ id }) => id);
  }

  record(id: string, outcome: Updateable<OperationRow>): Promise<Operation> {
    const update = this.#database.updateTable('operation').set(outcome).where('id', '=', id);
    return update.returningAll().executeTakeFirstOrThrow();
  }

  /** The end of the way forward, and all that leads back. */
  async fail({ id, trace }: Operation, step: Step, problem: Facts, chores: NewChore[]): Promise<void> {
    const unsettled = chores.some(({ kind }) => kind === 'settle');
    await this.#database.transaction().execute(async (transaction) => {
      const status = chores.length === 0 ? 'failed' : 'running';
      const outcome = { status, problem: JSON.stringify(problem), [step]: unsettled ? 'running' : 'failed' } as const;
      await transaction.updateTable('operation').set(outcome).where('id', '=', id).execute();
      if (chores.length === 0) return;
      const rows = chores.map((chore) => ({ next_target: null, next_etag: null, ...chore, chain: id, trace }));
      await transaction.insertInto('chore').values(rows).execute();
    });
  }

  async addChore(chore: Chore): Promise<void> {
    await this.#database.insertInto('chore').values(chore).execute();
  }

  async chains(): Promise<string[]> {
    const query = this.#database.selectFrom('chore').select('chain').distinct();
    return (await query.execute()).map(({ chain }) => chain);
  }

  firstChore(chain: string): Promise<Chore | undefined> {
    return this.#database
      .selectFrom('chore')
      .selectAll()
      .where('chain', '=', chain)
      .orderBy('nr')
      .limit(1)
      .executeTakeFirst();
  }

  /** Takes a chore off, and puts on what comes in its place; the last one ends the operation, if it is one's. */
  async finish(chore: Chore, outcome: Updateable<OperationRow>, next?: Chore): Promise<void> {
    const { chain, nr } = chore;
    await this.#database.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('chore').where('chain', '=', chain).where('nr', '=', nr).execute();
      if (next) await transaction.insertInto('chore').values(next).execute();
      const rest = await transaction.selectFrom('chore').select('nr').where('chain', '=', chain).execute();
      const current = await transaction
        .selectFrom('operation')
        .select('undone')
        .where('id', '=', chain)
        .executeTakeFirst();
      if (!current) return;
      const undone = outcome.undone ?? current.undone;
      const status = rest.length > 0 ? 'running' : undone ? 'compensated' : 'failed';
      await transaction
        .updateTable('operation')
        .set({ ...outcome, undone, status })
        .where('id', '=', chain)
        .execute();
    });
  }
}

export type NewChore = Pick<Chore, 'nr' | 'kind' | 'target' | 'etag'>;
