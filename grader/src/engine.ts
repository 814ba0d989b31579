import { getState, resetState, run as runCircus, test } from 'jest-circus';
import { GraderFault } from './reason.ts';
import { Run, type RunParts } from './run.ts';
import type { CheckResult } from './types.ts';

/** jest-circus has it; its types leave it out. */
const { concurrent } = test as typeof test & { concurrent(name: string, body: () => Promise<void>): void };

/** Above what any check may take together with all that it waits for: the sandbox of a run is ended before. */
const CIRCUS_TIME_MS = 900_000;

/**
 * Tries all checks of a run, as Jest tests, through jest-circus.
 * Its state is global for a realm: one call at a time for each thread.
 */
export async function runChecks(parts: RunParts): Promise<CheckResult[]> {
  using run = new Run(parts);
  const results: CheckResult[] = [];
  resetState();
  getState().maxConcurrency = parts.checks.length;
  getState().testTimeout = CIRCUS_TIME_MS;
  for (const check of parts.checks) {
    concurrent(check.id, async () => {
      results.push(await run.execute(check));
    });
  }
  const { testResults } = await runCircus();
  compareWithManifest(parts, results, testResults);
  return inOrder(parts, results);
}

/** A run that executed another set of checks than it was given is no run. */
function compareWithManifest({ checks }: RunParts, results: CheckResult[], tests: { errors: unknown[] }[]): void {
  const errors = tests.flatMap(({ errors }) => errors);
  const executed = new Set(results.map(({ check }) => check.id));
  const missing = checks.filter(({ id }) => !executed.has(id)).map(({ id }) => id);
  if (errors.length === 0 && missing.length === 0 && tests.length === checks.length) return;
  const counts = `${tests.length} of ${checks.length} checks were executed`;
  throw new GraderFault(`${counts}; missing: ${missing.join(', ') || 'none'}; ${errors.map(String).join('; ')}`);
}

function inOrder({ checks }: RunParts, results: CheckResult[]): CheckResult[] {
  const place = new Map(checks.map(({ id }, index) => [id, index]));
  const at = ({ check }: CheckResult) => place.get(check.id) ?? 0;
  return results.toSorted((one, other) => at(one) - at(other));
}
