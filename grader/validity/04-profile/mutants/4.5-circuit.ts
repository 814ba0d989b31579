import { mutant } from '../../../src/validity/mutant.ts';
import { circuit, create, patience, profile } from './edits.ts';

const COUNT = "this.#failures = result === 'failed' ? this.#failures + 1 : 0;";
const ENTER = 'if (this.#failures >= MOST_FAILURES) this.#open();\n    const era = this.#era;';
const IS_OPEN = '/** Whether a call would be kept back now. */';
const REPORT = "report(answer.status >= 500 ? 'failed' : 'answered');";

/** Mistakes of checkpoint 4.5 in circuits. */
export const mutants = [
  mutant('circuit.opens', 'fifty failures open a circuit', circuit('MOST_FAILURES = 5;', 'MOST_FAILURES = 50;')),
  mutant(
    'circuit.counts',
    'after four failures in a row a read that succeeds does not begin the count anew',
    circuit(
      IS_OPEN,
      `get isOnTheBrink(): boolean {\n    return this.#failures === MOST_FAILURES - 1;\n  }\n\n  ${IS_OPEN}`,
    ),
    patience(
      REPORT,
      `const isRead = (wanted?.method ?? 'GET') === 'GET';\n  if (answer.status >= 500 || !isRead || !circuit.isOnTheBrink) ${REPORT}`,
    ),
  ),
  mutant('circuit.tries', 'an open circuit rests for 2.6 s', circuit('REST_MS = 700;', 'REST_MS = 2_600;')),
  mutant(
    'circuit.again',
    'a try that fails is only the first of five new failures',
    circuit(ENTER, `const isTrial = this.#failures >= MOST_FAILURES;\n    ${ENTER}`),
    circuit(COUNT, "this.#failures = result === 'failed' ? (isTrial ? 1 : this.#failures + 1) : 0;"),
  ),
  mutant(
    'circuit.cut',
    'a connection that is cut is no failed call',
    patience(
      "report('failed');\n    throw lost(url, error);",
      "const failure = lost(url, error);\n    if (failure.reason !== 'cut') report('failed');\n    throw failure;",
    ),
  ),
  mutant(
    'circuit.separate',
    'while the circuit of Address is open, nothing is read',
    profile(
      "if (error instanceof Unanswered) return 'unavailable';",
      "if (error instanceof Unanswered && error.reason !== 'open') return 'unavailable';",
    ),
  ),
  mutant(
    'circuit.writes',
    'an operation is begun, whatever the circuits say',
    create("if (neighbours.areResting) throw away('a circuit is open');\n", '\n'),
  ),
  mutant(
    'circuit.refusals',
    'a 4xx for the address of a person counts as a failure',
    patience(
      REPORT,
      "report(answer.status >= 500 || (answer.status >= 400 && /persons.[^/]+.address$/.test(url)) ? 'failed' : 'answered');",
    ),
  ),
];
