import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LabFileError } from '../grader/src/lab-file.ts';
import { make } from './make/make.ts';
import { LabError } from './make/marks.ts';

const { values } = parseArgs({ options: { check: { type: 'boolean' }, force: { type: 'boolean' } } });

try {
  process.exitCode = await make(join(import.meta.dirname, '..'), values, console.log);
} catch (error) {
  if (!(error instanceof LabError || error instanceof LabFileError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
