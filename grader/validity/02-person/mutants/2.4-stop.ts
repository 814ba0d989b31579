import { mutant } from '../../../src/validity/mutant.ts';
import { server } from './edits.ts';

/** Mistakes of checkpoint 2.4 in stopping: only there is a request slow enough to be in flight. */
export const mutants = [
  mutant(
    'stop.in-flight',
    'SIGTERM ends the process at once',
    server(
      'async function main(): Promise<void> {',
      "async function main(): Promise<void> {\n  process.on('SIGTERM', () => process.exit(0));",
    ),
  ),
  mutant(
    'stop.exit',
    'the process ends with another exit code than 0',
    server(
      'await serve(app, settings.PORT, process.env.HOST);',
      'await serve(app, settings.PORT, process.env.HOST);\n  process.exitCode = 1;',
    ),
  ),
];
