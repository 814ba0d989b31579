import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Gradebook } from '../../class/gradebook.ts';
import { messageOf } from '../../reason.ts';
import { SimilarityError } from '../../similarity/similarity.ts';
import { unpackLatest } from './candidates.ts';
import type { Task } from './comparison-worker.ts';

/** A comparison of all that was handed in last to a lab, and how far it is. */
export type Comparison = { by: string; begunAt: Date } & (
  | { state: 'running'; done: number; total: number }
  | { state: 'done'; folder: string; compared: number; doneAt: Date }
  | { state: 'failed'; reason: string }
);

/** The comparisons that staff have asked for: of each lab the latest, in a folder that goes when the portal ends. */
export class Comparisons implements AsyncDisposable {
  readonly #course: string;
  #folder: Promise<string> | undefined;
  #hasEnded = false;
  readonly #latest = new Map<string, Comparison>();
  readonly #workers = new Set<Worker>();
  readonly #running = new Set<Promise<void>>();

  /** @param course the repository's root. */
  constructor(course: string) {
    this.#course = course;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#hasEnded = true;
    await Promise.all([...this.#workers].map((worker) => worker.terminate()));
    await Promise.all(this.#running);
    if (this.#folder) await rm(await this.#folder, { recursive: true, force: true });
  }

  of(lab: string): Comparison | undefined {
    return this.#latest.get(lab);
  }

  /** Begins to compare, unless that goes on already; `of` tells how far it is. */
  start(gradebook: Gradebook, lab: string, by: string): void {
    const before = this.of(lab);
    if (before?.state === 'running') return;
    const asked = { by, begunAt: new Date() };
    const tell = (done: number, total: number) => this.#latest.set(lab, { ...asked, state: 'running', done, total });
    tell(0, 0);
    const running = this.#compare(gradebook, lab, tell)
      .then(async ({ folder, compared }) => {
        if (before?.state === 'done') await rm(before.folder, { recursive: true, force: true });
        this.#latest.set(lab, { ...asked, state: 'done', folder, compared, doneAt: new Date() });
      })
      .catch((error: Error) => {
        this.#latest.set(lab, { ...asked, state: 'failed', reason: messageOf(error) });
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async #compare(gradebook: Gradebook, lab: string, tell: (done: number, total: number) => void) {
    this.#folder ??= mkdtemp(join(tmpdir(), 'seeka-likeness-'));
    const folder = await mkdtemp(join(await this.#folder, `${lab}-`));
    const code = join(folder, 'code');
    const out = join(folder, 'report');
    await mkdir(out);
    try {
      const candidates = await unpackLatest(gradebook, lab, code);
      tell(0, candidates.length);
      await this.#inThread({ candidates, lab, course: this.#course, out }, tell);
      return { folder: out, compared: candidates.length };
    } finally {
      await rm(code, { recursive: true, force: true });
    }
  }

  async #inThread(task: Task, tell: (done: number, total: number) => void): Promise<void> {
    if (this.#hasEnded) throw new SimilarityError('The portal is ending.');
    const worker = new Worker(new URL('./comparison-worker.ts', import.meta.url), { workerData: task });
    this.#workers.add(worker);
    worker.on('message', ({ done, total }) => tell(done, total));
    try {
      const [code] = await once(worker, 'exit');
      if (code !== 0) throw new SimilarityError('The comparison was stopped before its end.');
    } finally {
      this.#workers.delete(worker);
    }
  }
}
