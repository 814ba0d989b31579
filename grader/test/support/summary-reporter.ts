/** Of Jest's AggregatedResult, what is read here. */
export interface Results {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  /** Files that could not be run at all. */
  numRuntimeErrorTestSuites: number;
  testResults: { testResults: { status: string; title: string }[] }[];
}

const PATIENCE_MS = 20_000;

/** The last lines of a run: what was not run and how to get it, then `N passed, N failed`. */
export default class SummaryReporter {
  onRunComplete(_contexts: unknown, results: Results): void {
    // Jest's own summary comes after every other reporter; only the exit comes after that.
    process.once('exit', () => process.stdout.write(`${summaryOf(results).join('\n')}\n`));
    // Unreferenced: it runs only when something else keeps the process alive.
    setTimeout(endAnyway, PATIENCE_MS).unref();
  }
}

/** A handle that a test forgot must not hold up a machine that runs the tests for the night: it is named, and the run ends. */
function endAnyway(): never {
  const { libuv } = process.report.getReport() as { libuv: { is_active: boolean; is_referenced: boolean }[] };
  const open = libuv.filter((handle) => handle.is_active && handle.is_referenced);
  console.error(`The tests are over, but something is still open: ${JSON.stringify(open)}`);
  process.exit();
}

/** A test file that could not be run at all counts as one failed test. */
export function summaryOf(results: Results): string[] {
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests, numTodoTests } = results;
  const skipped = numPendingTests + numTodoTests;
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  const counts = `${numPassedTests} passed, ${failed} failed`;
  return ['', ...notRun(results), skipped > 0 ? `${counts}, ${skipped} skipped` : counts];
}

/** One line for each need, from the titles that `requires.ts` gives. */
function notRun({ testResults }: Results): string[] {
  const skipped = testResults.flatMap((file) => file.testResults).filter(({ status }) => status === 'pending');
  const needs = Map.groupBy(skipped, ({ title }) => /\[needs (.+)\]$/.exec(title)?.[1] ?? 'no reason is given');
  return [...needs].map(
    ([need, { length }]) => `Not run: ${length} ${length === 1 ? 'test' : 'tests'}, for want of ${need}`,
  );
}
