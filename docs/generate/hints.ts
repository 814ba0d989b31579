import type { Rubric } from '../../grader/src/types.ts';
import { anchorOf, shut } from './page.ts';

/** What a hint's tiers are called. */
const TIERS = ['A nudge', 'An approach', 'Almost code'];

/** A hint, each tier within the one before it, so that none is seen before the last was opened. */
export function hintOf(of: string, tiers: string[], name = ''): string {
  return tiered(of, tiers, [`${name}${TIERS[0]}`, ...TIERS.slice(1)]);
}

/** The sets of hints that a checkpoint is the first to need. */
export function hintsOf({ lab, checks, hints }: Rubric, id: string): string {
  const first = new Map([...checks].reverse().map((check) => [check.hints, check.checkpoint]));
  const sets = Object.entries(hints).filter(([set]) => first.get(set) === id);
  const all = sets.map(([set, tiers]) => hintOf(`${lab}/${id}`, tiers, `<b>${set}</b> `));
  return shut(`Hints for ${id}`, all.join('\n\n'), 'hints');
}

/** Where the hints are, for the section that holds them in the repository. */
export function placesOfHints({ checkpoints }: Rubric): string {
  const links = checkpoints.map((it) => `[${it.id}](#${anchorOf(it)})`);
  return `They stand at the end of their checkpoint: ${links.join(', ')}.`;
}

function tiered(of: string, [hint = '', ...others]: string[], [tier = '', ...names]: string[]): string {
  const next = others.length > 0 ? `\n\n${tiered(of, others, names)}` : '';
  return `<details data-hint-of="${of}">\n<summary>${tier}</summary>\n\n${hint.trim()}${next}\n\n</details>`;
}
