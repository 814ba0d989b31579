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
// Whoever reads may stop reading, as `head` does.
process.stdout.on('error', () => process.exit(0));

process.exit(await runCli(process.argv.slice(2), process.env, process));
