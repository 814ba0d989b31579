import { mkdir } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import type { StartOptions } from '../types.ts';
import { BareCell } from './bare.ts';
import type { Cell } from './cell.ts';
import { databaseMeter } from './database.ts';
import { type Doors, openDoors } from './doors.ts';
import type { Ground } from './ground.ts';
import { FolderInstance } from './instance.ts';
import { Output } from './output.ts';
import { openSandbox } from './sandbox.ts';

/** What the first start of an instance makes, and each further one finds. */
interface Made {
  settings: Record<string, string>;
  meter: ReturnType<typeof databaseMeter>;
}

/** The place of an instance: its settings, its database, its port. A restart takes place in the same. */
export class Slot {
  readonly #ground: Ground;
  readonly #folder: string;
  readonly #doors: Doors;
  readonly #changes: StartOptions['settings'];
  #made: Promise<Made> | undefined;
  #starts = 0;

  static async open(ground: Ground, name: string, { settings, databaseAway }: StartOptions): Promise<Slot> {
    const folder = join(ground.stage.folder, name);
    await mkdir(folder, { recursive: true });
    const doors = await openDoors(ground);
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
    const { limits, resources, own } = this.#ground;
    const output = new Output(limits.outputCharacters);
    const cell = this.#openCell(output);
    resources.defer(() => cell.kill());
    this.#made ??= this.#make();
    const [{ command, notes }, { settings, meter }] = await both(this.#ground.prepare(), this.#made);
    for (const note of [...own.notes, ...notes]) output.add(`[${note}]\n`);
    await cell.begin(command.line, settings);
    const { database } = this.#doors;
    const { shown } = command;
    const parts = { cell, output, limits, shown, own, database, meter, again: () => this.boot() };
    return resources.use(new FolderInstance(parts));
  }

  #openCell(output: Output): Cell {
    const { sandbox, course, runtime, submission } = this.#ground;
    const { port, taps } = this.#doors;
    if (sandbox === 'none') {
      const path = [join(course, 'node_modules', '.bin'), dirname(runtime.node), process.env.PATH].join(delimiter);
      return new BareCell({ port, submission, home: join(this.#folder, 'home'), path, output });
    }
    this.#starts += 1;
    const door = join(this.#folder, `${this.#starts}.sock`);
    return openSandbox({ walls: this.#ground, port, taps, door, output });
  }

  async #make(): Promise<Made> {
    const { cluster, world, resources } = this.#ground;
    const database = resources.use(await cluster.fresh({ role: true }));
    const { port, databasePort } = this.#doors;
    const url = Object.assign(new URL(database.url), { host: `127.0.0.1:${databasePort}` });
    const all = { ...world.settings, PORT: String(port), DATABASE_URL: url.href, ...this.#changes };
    const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return { settings: Object.fromEntries(given), meter: databaseMeter(cluster, database.name) };
  }
}

/** Both, or the first failure, but not before both have ended: what the other makes must be known to be cleared away. */
async function both<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second]);
  return [await first, await second];
}
