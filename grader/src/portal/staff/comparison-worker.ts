import { parentPort, workerData } from 'node:worker_threads';
import { compare } from '../../similarity/compare.ts';
import type { Candidate } from '../../similarity/similarity.ts';
import { writeReport } from '../../similarity/write.ts';

// Compares in a thread of its own, for it takes seconds of a processor's time.

const { candidates, lab, course, out } = workerData as Task;
const onProgress = (done: number, total: number) => parentPort?.postMessage({ done, total });
await writeReport(await compare(candidates, { lab, course, onProgress }), out);

/** What is to be compared. */
export interface Task {
  candidates: Candidate[];
  lab: string;
  /** The repository's root. */
  course: string;
  /** Where the report is written. */
  out: string;
}
