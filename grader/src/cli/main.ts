#!/usr/bin/env node
import { runCli } from './run-cli.ts';

// Node would end with 1, which means "below --min-score".
process.on('uncaughtException', (error) => {
  console.error(error);
  process.exit(3);
});
// Whoever reads may stop reading, as `head` does.
process.stdout.on('error', () => process.exit(0));

process.exit(await runCli(process.argv.slice(2), process.env, process));
