import { detect, facilities } from '../src/machine.ts';
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
