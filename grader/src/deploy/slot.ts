import { mkdir } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import type { Cluster } from '@seeka/postgres';
import type { SandboxKind, StartOptions, World } from '../types.ts';
import { BareCell } from './bare.ts';
import type { Cell } from './cell.ts';
import type { StartCommand } from './command.ts';
import { type Doors, openDoors } from './doors.ts';
import { FolderInstance } from './instance.ts';
import type { Limits } from './limits.ts';
import { Output } from './output.ts';
import type { Runtime } from './runtime.ts';
import { SandboxCell } from './sandboxed.ts';
import type { Stage } from './stage.ts';

/** What all instances of a deployment share. */
export interface Ground {
  sandbox: Exclude<SandboxKind, 'remote'>;
  course: string;
  stage: Stage;
  runtime: Runtime;
  limits: Limits;
  cluster: Cluster;
  world: World;
  /** The folder of the copy of what was handed in. */
  submission: string;
  /** Makes the copy, once. @throws NotStarted when there is nothing in it that could be started. */
  prepare(): Promise<Prepared>;
  /** Closed with the deployment, last in, first out. */
  resources: AsyncDisposableStack;
}

export interface Prepared {
  command: StartCommand;
  /** What was left out of the copy, a line each. */
  notes: string[];
}

/** The place of an instance: its settings, its database, its port. A restart takes place in the same. */
export class Slot {
  readonly #ground: Ground;
  readonly #folder: string;
  readonly #doors: Doors;
  readonly #changes: StartOptions['settings'];
  #settings: Promise<Record<string, string>> | undefined;
  #starts = 0;

  static async open(ground: Ground, name: string, { settings, databaseAway }: StartOptions): Promise<Slot> {
    const folder = join(ground.stage.folder, name);
    await mkdir(join(folder, 'neighbours'), { recursive: true });
    const doors = await openDoors(ground, join(folder, 'neighbours'));
    if (databaseAway) doors.database.cut();
    return new Slot(ground, folder, doors, settings);
  }

  private constructor(ground: Ground, folder: string, doors: Doors, changes: StartOptions['settings']) {
    this.#ground = ground;
    this.#folder = folder;
    this.#doors = doors;
    this.#changes = changes;
  }

  /** Starts the submission. The sandbox is built while the copy and the database are made. */
  async boot(): Promise<FolderInstance> {
    const { limits, resources } = this.#ground;
    const output = new Output(limits.outputCharacters);
    const cell = this.#openCell(output);
    resources.defer(() => cell.kill());
    this.#settings ??= this.#makeSettings();
    const [{ command, notes }, settings] = await both(this.#ground.prepare(), this.#settings);
    for (const note of notes) output.add(`[${note}]\n`);
    await cell.begin(command.line, settings);
    const { database } = this.#doors;
    const instance = new FolderInstance({
      cell,
      output,
      limits,
      shown: command.shown,
      database,
      again: () => this.boot(),
    });
    return resources.use(instance);
  }

  #openCell(output: Output): Cell {
    const { sandbox, course, stage, runtime, limits, submission } = this.#ground;
    const { port, relayed } = this.#doors;
    if (sandbox === 'none') {
      const path = [dirname(runtime.node), process.env.PATH].join(delimiter);
      return new BareCell({ port, submission, home: join(this.#folder, 'home'), path, output });
    }
    this.#starts += 1;
    const door = join(this.#folder, `${this.#starts}.sock`);
    const neighbours = join(this.#folder, 'neighbours');
    return new SandboxCell({ course, stage, runtime, limits, submission, neighbours, port, relayed, door, output });
  }

  async #makeSettings(): Promise<Record<string, string>> {
    const { cluster, world, resources } = this.#ground;
    const database = resources.use(await cluster.fresh({ role: true }));
    const { port, databasePort } = this.#doors;
    const url = Object.assign(new URL(database.url), { host: `127.0.0.1:${databasePort}` });
    const all = { ...world.settings, PORT: String(port), DATABASE_URL: url.href, ...this.#changes };
    return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
  }
}

/** Both, or the first failure, but not before both have ended: what the other makes must be known to be cleared away. */
async function both<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second]);
  return [await first, await second];
}
