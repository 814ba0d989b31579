import { join } from 'node:path';
import { runPlatform } from './platform.ts';

/** The process that does the work; it stops when its parent says so, or is gone. */
const [port = '', site = ''] = process.argv.slice(2);
const stop = new AbortController();
process.once('disconnect', () => stop.abort());
// A second Ctrl-C must not end the stopping, nor a reader of the output that has gone.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => stop.abort());

try {
  await runPlatform({
    course: join(import.meta.dirname, '..', '..', '..'),
    port: Number(port),
    site: site === 'site',
    signal: stop.signal,
    say: (line) => process.stdout.write(`${line}\n`),
    onGroup: (pid) => void process.send?.(pid),
  });
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
if (process.connected) process.disconnect();
