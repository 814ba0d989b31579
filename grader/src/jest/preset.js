import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;
const { name } = JSON.parse(readFileSync(join(process.cwd(), 'package.json'), 'utf8'));

/** What `npx jest` does in a student's folder: the checks of its lab, each as a test. */
export default {
  rootDir: join(here, '..', '..'),
  testMatch: ['<rootDir>/src/jest/contract.test.ts'],
  globals: { submission: { kind: 'folder', folder: process.cwd(), lab: name.replace(/^@seeka\/(lab-)?/, '') } },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': join(here, 'strip-types.js') },
  maxConcurrency: 1_000,
  testTimeout: 120_000,
  verbose: true,
};
