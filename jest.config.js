export default {
  testMatch: ['<rootDir>/{services,solutions,grader,docs}/**/test/**/*.test.ts', '<rootDir>/labs/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/\\.seeka/'],
  modulePathIgnorePatterns: ['/\\.seeka/', '/docs/build/', '/grader/validity/hostile/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/grader/src/jest/strip-types.js' },
  testTimeout: 120_000,
  // The grading tests keep both cores busy by themselves, and judge time limits.
  maxWorkers: 1,
  reporters: ['default', '<rootDir>/grader/test/support/summary-reporter.ts'],
};
