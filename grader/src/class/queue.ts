import type { Knex } from 'knex';
import { fromKnex, type JobWithMetadata, PgBoss } from 'pg-boss';

/** What waits to be graded. */
export interface Work {
  attempt: string;
  /** The regrade that it is judged for; the first time there is none. */
  regrade?: string;
}
export type Job = JobWithMetadata<Work>;

const WAITING = 'grading';
/** What no worker has survived. */
const DEAD = 'grading-dead';
/** A worker that says nothing for so long is taken for dead, and its work given to another. The least that pg-boss allows. */
const HEARTBEAT_SECONDS = 10;
/** Work that was under way at so many deaths of workers may be what killed them. */
const DEATHS = 10;

/** How far the work on an attempt is. */
export interface Place extends Work {
  /** How many others come before it; undefined when it is being graded. */
  before: number | undefined;
}

/** The attempts that wait, shared by all workers: pg-boss in the gradebook's database. */
export class Queue implements AsyncDisposable {
  readonly #boss: PgBoss;

  /** @param supervises whether this process looks for workers that have died. */
  static async open(url: string): Promise<Queue> {
    const boss = new PgBoss({
      connectionString: url,
      max: 4,
      schedule: false,
      superviseIntervalSeconds: 3,
      monitorIntervalSeconds: 3,
    });
    // Told again by whatever is asked next.
    boss.on('error', () => undefined);
    await boss.start();
    await boss.createQueue(DEAD);
    await boss.createQueue(WAITING, {
      retryLimit: DEATHS,
      expireInSeconds: 3_600,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      deadLetter: DEAD,
    });
    return new Queue(boss);
  }

  private constructor(boss: PgBoss) {
    this.#boss = boss;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#boss.stop({ graceful: false, close: true });
  }

  /** Within the transaction that writes the attempt down. Whoever has `before` others waiting comes after those who have fewer. */
  async add(work: Work, before: number, within: Knex.Transaction): Promise<void> {
    await this.#boss.send(WAITING, work, { priority: -before, db: fromKnex(within) });
  }

  async take(): Promise<Job | undefined> {
    const [job] = await this.#boss.fetch<Work>(WAITING, { includeMetadata: true });
    return job;
  }

  /** All that waits or is under way, in the order in which workers take it. */
  static async places(knex: Knex): Promise<Place[]> {
    const rows: (Work & { isActive: boolean })[] = await knex('pgboss.job')
      .where({ name: WAITING })
      .whereIn('state', ['created', 'retry', 'active'])
      .orderByRaw('priority desc, created_on')
      .select(knex.raw(`data->>'attempt' as attempt, data->>'regrade' as regrade, state = 'active' as "isActive"`));
    let before = 0;
    return rows.map(({ isActive, attempt, regrade }) => ({
      attempt,
      ...(regrade ? { regrade } : {}),
      before: isActive ? undefined : before++,
    }));
  }

  /** Says that the work goes on. */
  async touch(job: Job): Promise<void> {
    await this.#boss.touch(WAITING, job);
  }

  /** Within the transaction that records the grade. False when the work has been given to another meanwhile. */
  async done(job: Job, within: Knex.Transaction): Promise<boolean> {
    // Its types do not tell what it answers.
    const answer = await this.#boss.complete(WAITING, job, null, { db: fromKnex(within) });
    return (answer as { affected: number }).affected === 1;
  }

  /** Puts it back, for another try in a moment. */
  async again(job: Job, reason: string, within: Knex.Transaction): Promise<void> {
    await this.#boss.fail(WAITING, job, { reason }, { db: fromKnex(within) });
  }

  /** Attempts that no worker has survived. */
  async dead(): Promise<Job[]> {
    return this.#boss.fetch<Work>(DEAD, { includeMetadata: true, batchSize: 100 });
  }

  async buried(job: Job, within: Knex.Transaction): Promise<void> {
    await this.#boss.complete(DEAD, job, null, { db: fromKnex(within) });
  }
}
