#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// What has been stripped of types and compiled once need not be again: half a second of processor time for `grade`.
enableCompileCache(join(import.meta.dirname, '..', '..', '..', '.seeka', 'cli-cache'));
const { runCli } = await import('./run-cli.ts');

// Node would end with 1, which means "below --min-score".
process.on('uncaughtException', (error) => {
  console.error(error);
  process.exit(3);
});
process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  // Whoever reads may stop reading, as `head` does.
  if (code === 'EPIPE') process.exit(0);
  process.stderr.write(`error: The output cannot be written: ${message}\n`);
  process.exit(3);
});

const exitCode = await runCli(process.argv.slice(2), process.env, process);
// What could not be written is told first.
setImmediate(() => process.exit(exitCode));
