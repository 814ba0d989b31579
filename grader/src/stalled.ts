import { Worker } from 'node:worker_threads';

/** Kills this process once its event loop has stood still for so long: nothing in the loop could. */
export function endWhenStalled(ms: number): void {
  const beat = new Int32Array(new SharedArrayBuffer(4));
  setInterval(() => {
    Atomics.add(beat, 0, 1);
    Atomics.notify(beat, 0);
  }, ms / 10).unref();
  new Worker(new URL('./stalled-watch.ts', import.meta.url), { workerData: { beat, ms }, execArgv: [] }).unref();
}
