import type { Tried } from '../../class/tried.ts';
import { ordinal } from '../words.ts';

export type State = 'waiting' | 'grading' | 'graded' | 'refused' | 'fault';

/** How far an attempt is. @param before how many others come before it; undefined when it is under way, or not known to wait. */
export function inWords(
  { isGraded, refusal, score }: Pick<Tried, 'isGraded' | 'refusal' | 'score'>,
  place?: { before: number | undefined },
): { state: State; text: string } {
  if (isGraded && score === null) return { state: 'fault', text: 'Not graded: our fault' };
  if (isGraded) return { state: 'graded', text: `${score} of 100` };
  if (refusal !== null) return { state: 'refused', text: 'Cannot be graded' };
  if (!place) return { state: 'waiting', text: 'Waits to be graded' };
  if (place.before === undefined) return { state: 'grading', text: 'Being graded' };
  return {
    state: 'waiting',
    text: place.before === 0 ? 'Next in the queue' : `${ordinal(place.before + 1)} in the queue`,
  };
}
