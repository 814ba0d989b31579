import { workerData } from 'node:worker_threads';

const { beat, ms } = workerData as { beat: Int32Array; ms: number };

// Twice: a process that was stopped for a while and goes on has missed one beat.
for (let missed = 0; missed < 2; ) {
  missed = Atomics.wait(beat, 0, Atomics.load(beat, 0), ms / 2) === 'timed-out' ? missed + 1 : 0;
}
process.kill(process.pid, 'SIGKILL');
