import { mutant } from '../../../src/validity/mutant.ts';
import { background, patience, remove, server } from './edits.ts';

const HEARD = 'const heard = await askOnce(question, asked).catch(unanswered);';
const UNDONE =
  'const undone = () => this.#untilDone(async () => undo(this.#parts, await operations.read(id), unhurried));';
const CLOSE = '  /** Nothing is begun any more;';

/** What is asked in a repeat. */
function repeating(without: string) {
  return patience(HEARD, HEARD.replace('asked)', `repeats > 0 ? { ...asked, ${without}: undefined } : asked)`));
}

/** Mistakes that are seen only in what is done again, or goes on. */
export const mutants = [
  mutant('trace.repeat', 'a repeat begins a trace of its own', repeating('traceparent')),
  {
    id: 'trace.repeat.undo',
    describes: 'an undo that is tried again begins a trace of its own',
    kills: ['trace.repeat'],
    edits: [
      background(
        UNDONE,
        `let rounds = 0;\n    const asks = () => (rounds++ === 0 ? unhurried : { ...unhurried, traceparent: undefined });\n    ${UNDONE.replace('unhurried)', 'asks())')}`,
      ),
    ],
  },
  mutant('token.repeat', 'a repeat goes without a token', repeating('authorization')),
  {
    id: 'trace.restart.delete',
    describes: 'the trace of a DELETE is not stored',
    kills: ['trace.restart'],
    edits: [remove('const traceparent = ask.traceparent ?? null;', 'const traceparent = null;')],
  },
  {
    id: 'stop.exit.undo',
    describes: 'SIGTERM waits until all is undone',
    kills: ['stop.exit'],
    edits: [
      background(
        CLOSE,
        `async idle(): Promise<void> {\n    while (this.#running.size > 0) await Promise.allSettled(this.#running);\n  }\n\n${CLOSE}`,
      ),
      server('  parts.background.close();', '  await parts.background.idle();\n  parts.background.close();'),
    ],
  },
];
