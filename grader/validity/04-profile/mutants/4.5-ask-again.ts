import { mutant } from '../../../src/validity/mutant.ts';
import { create, neighbours, patience, refusal, removal } from './edits.ts';

const FINAL = "const isFinal = heard.reason === 'late' || heard.reason === 'open' || repeats === MOST_REPEATS;";
const FAILED = "if (answer.status >= 500) throw new Unanswered(url, 'failed', false);";
const REREAD = 'const profile = await readProfile(neighbours, personId, ask).catch(';

/** One more reason not to ask again. */
function finalWhen(condition: string) {
  return patience(FINAL, FINAL.replace('=', `= (${condition}) ||`));
}

/** Mistakes of checkpoint 4.5 in asking again, and in the time it takes. */
export const mutants = [
  {
    ...mutant('repeat.read', 'only writes are repeated', finalWhen('question.call === undefined')),
    kills: ['repeat.read', 'circuit.tries'],
  },
  mutant('repeat.write', 'only reads are repeated', finalWhen('question.call !== undefined')),
  mutant(
    'repeat.cut',
    'a POST whose connection is cut is not repeated: it may have been done',
    finalWhen("heard.reason === 'cut' && question.call?.method === 'POST'"),
  ),
  mutant('repeat.most', 'a call is repeated three times', patience('MOST_REPEATS = 2;', 'MOST_REPEATS = 3;')),
  mutant(
    'repeat.final',
    'who asks too much (429) asks again',
    patience(FAILED, FAILED.replace('if (answer.status >= 500)', 'if (answer.status >= 500 || answer.status === 429)')),
  ),
  mutant(
    'repeat.in-flight',
    'every 409 of Person says that the e-mail address is taken',
    neighbours(
      "status === 409 && headers['retry-after'] !== undefined;",
      'status === 409 && headers.later !== undefined;',
    ),
  ),
  mutant(
    'repeat.in-doubt',
    'a 409 of Person that stays is passed on',
    refusal(
      "if (error.reason !== 'late') return away(error);",
      "if (error.reason === 'busy') return new Problem(409, 'It is under way.');\n  if (error.reason !== 'late') return away(error);",
    ),
  ),
  mutant(
    'repeat.pause',
    'all wait for the same time before they ask again',
    patience('const pauseMs = () => 40 + Math.random() * 160;', 'const pauseMs = () => 150;'),
  ),
  mutant(
    'slow.budget',
    'when the new profile is read, nobody looks at the clock, and after a pause a late answer is waited for once more',
    create(
      REREAD,
      `const read = () => readProfile(neighbours, personId, { ...ask, until: undefined });\n  const later = () => new Promise((resolve) => setTimeout(resolve, 1_500)).then(read);\n  const profile = await read().catch(later).catch(`,
    ),
  ),
  mutant(
    'delete.repeat',
    'a 404 to a repeated DELETE is passed on',
    removal("attempt === 'first' && !answer.repeated;", "attempt === 'first';"),
  ),
];
