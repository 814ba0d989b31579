import { join } from 'node:path';
import { type Choice, partsOf } from './parts.ts';
import { runPlatform } from './platform.ts';

/** The process that does the work; it stops when its parent says so, or is gone. */
const [port = '', choice = ''] = process.argv.slice(2);
const course = join(import.meta.dirname, '..', '..', '..');
const stop = new AbortController();
process.once('disconnect', () => stop.abort());
// Not once: under npx a Ctrl-C comes twice.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
// With the terminal closed, nobody listens any more; that is no reason to leave anything behind.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => stop.abort());

try {
  await runPlatform({
    course,
    parts: partsOf(course, JSON.parse(choice) as Choice),
    port: Number(port),
    signal: stop.signal,
    say: (line) => process.stdout.write(`${line}\n`),
    onGroup: (pid) => process.connected && process.send?.(pid),
  });
  process.stdout.write('Stopped.\n');
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
if (process.connected) process.disconnect();
