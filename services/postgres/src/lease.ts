import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { lives, nameOf } from './processes.ts';

/** Somebody's right to use the server: a file named after the process and a number of its own. */
export class Lease {
  readonly #folder: string;
  readonly #file: string;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.#file = join(folder, `${nameOf(process.pid)}-${process.hrtime.bigint()}`);
    writeFileSync(this.#file, '');
  }

  /** Synchronous, as what follows is, so that a process that ends can still do it. */
  release(): void {
    rmSync(this.#file, { force: true });
  }

  /** Whether somebody else holds one. Those of processes that have died are removed. */
  get shared(): boolean {
    const others = readdirSync(this.#folder).filter((name) => name !== basename(this.#file));
    for (const name of others) if (!lives(name)) rmSync(join(this.#folder, name), { force: true });
    return others.some(lives);
  }
}
