const tests = ['<rootDir>/{services,solutions,grader,docs}/**/test/**/*.test.ts', '<rootDir>/labs/test/**/*.test.ts'];
/** What keeps all cores busy by itself, or judges how long something takes. */
const alone = [
  '<rootDir>/grader/test/(deploy|hostile)/',
  '<rootDir>/grader/test/validity/(?!handbook|degenerate)',
  '<rootDir>/grader/test/portal/crowd',
  '<rootDir>/grader/test/[^/]+$',
  '<rootDir>/docs/test/(end-to-end|graded-commands|log-on)',
];

const common = {
  modulePathIgnorePatterns: ['/\\.seeka/', '/docs/build/', '/grader/validity/hostile/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/grader/src/jest/strip-types.js' },
};
const never = ['/node_modules/', '/\\.seeka/'];

export default {
  projects: [
    {
      ...common,
      displayName: 'one at a time',
      runner: '<rootDir>/grader/test/support/serial-runner.js',
      testMatch: tests,
      testPathIgnorePatterns: [...never, `^(?!${alone.join('|')})`],
    },
    { ...common, displayName: 'side by side', testMatch: tests, testPathIgnorePatterns: [...never, ...alone] },
  ],
  testTimeout: 120_000,
  maxWorkers: 2,
  // Of the concurrent tests of one file; those that grade share a pool.
  maxConcurrency: 10,
  reporters: ['default', '<rootDir>/grader/test/support/summary-reporter.ts'],
};
