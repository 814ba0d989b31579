import type { Validity } from './verify.ts';

/** A whole result in which some mutants have the verdicts of a later trial by the same contract. */
export function takenUp(whole: Validity, later: Validity): Validity {
  const tried = new Set(later.table.map(({ mutant }) => mutant));
  const untried = whole.table.filter(({ mutant }) => !tried.has(mutant));
  const isUntried = ({ subject }: { subject: string }) => !tried.has(subject.replace(/^mutant /, ''));
  const table = [...untried, ...later.table];
  const survived = [...whole.survived.filter((mutant) => !tried.has(mutant)), ...later.survived];
  return {
    ...whole,
    on: later.on,
    mutants: table.length,
    killed: table.length - survived.length,
    survived,
    falseAlarms: [...whole.falseAlarms.filter(isUntried), ...later.falseAlarms],
    table,
  };
}
