import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { detect, facilities } from '../src/machine.ts';
import { temporaryFolder } from './cli/seeka.ts';
import { summaryOf } from './support/summary-reporter.ts';

test('what runs this test is found', () => {
  expect(detect('node')).toEqual({ ok: true, found: process.version });
  expect(detect('platform').ok).toBe(true);
});

test('each thing says why it matters and how to get it', () => {
  for (const { why, get } of Object.values(facilities)) expect(Math.min(why.length, get.length)).toBeGreaterThan(15);
});

const run = {
  ...{ numPassedTests: 12, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0, numRuntimeErrorTestSuites: 0 },
  testResults: [{ testResults: [{ status: 'passed', title: 'it works' }] }],
};

test('the last line of a run counts', () => {
  expect(summaryOf(run).at(-1)).toBe('12 passed, 1 failed');
  expect(summaryOf({ ...run, numRuntimeErrorTestSuites: 2 }).at(-1)).toBe('12 passed, 3 failed');
});

test('what was not run is listed with how to get it, and counted', () => {
  const skipped = { status: 'pending', title: 'it prints [needs chromium: sudo apt install chromium]' };
  const lines = summaryOf({ ...run, numPendingTests: 2, testResults: [{ testResults: [skipped, skipped] }] });
  expect(lines.at(-2)).toBe('Not run: 2 tests, for want of chromium: sudo apt install chromium');
  expect(lines.at(-1)).toBe('12 passed, 1 failed, 2 skipped');
});

const support = join(import.meta.dirname, 'support');
const jest = join(import.meta.dirname, '..', '..', 'node_modules', 'jest', 'bin', 'jest.js');
const suite = `
  import { facilities } from '${support}/../../src/machine.ts';
  import { requires } from '${support}/requires.ts';
  Object.assign(facilities.git, { find: () => ({ ok: false, found: 'not found' }) });
  requires('node')('it runs', () => expect(process.version).toMatch(/^v/));
  requires('git')('it commits', () => expect(0).toBe(1));
`;

/** Runs Jest on the suite above; resolves with exit code and last lines. */
async function runSuite(environment: Record<string, string>): Promise<{ code: number; lines: string[] }> {
  await using folder = await temporaryFolder({ 'one.test.ts': suite });
  const config = {
    rootDir: folder.path,
    ...{ extensionsToTreatAsEsm: ['.ts'], reporters: ['default', join(support, 'summary-reporter.ts')] },
    transform: { '\\.ts$': join(support, '..', '..', 'src', 'jest', 'strip-types.js') },
  };
  const env = { ...process.env, NODE_OPTIONS: '--experimental-vm-modules', ...environment };
  return await new Promise((resolve) => {
    execFile(process.execPath, [jest, '--config', JSON.stringify(config)], { env }, (error, stdout) =>
      resolve({ code: Number(error?.code ?? 0), lines: stdout.trim().split('\n').slice(-2) }),
    );
  });
}

test('a test that lacks what it needs is skipped, and the last lines say so', async () => {
  const { code, lines } = await runSuite({ CI: 'false' });
  expect(lines).toEqual([
    expect.stringMatching(/^Not run: 1 test, for want of git: Linux: /),
    '1 passed, 0 failed, 1 skipped',
  ]);
  expect(code).toBe(0);
});

test('with CI=true it fails instead', async () => {
  const { code, lines } = await runSuite({ CI: 'true' });
  expect(lines.at(-1)).toBe('1 passed, 1 failed');
  expect(code).toBe(1);
});
