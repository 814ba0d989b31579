import { betterFounded, isPressed } from '../../src/class/founded.ts';
import type { Grade } from '../../src/class/gradebook.ts';
import type { Report } from '../../src/types.ts';

function graded(score: number, pressed?: string[]): Grade {
  return { score, report: { score, pressed } as unknown as Report };
}
const fault: Grade = { score: null, fault: 'no port' };

test.each<[string, Grade, boolean]>([
  ['was late for a check in every try: it', graded(99, ['ask.slow']), true],
  ['was never so late: nothing', graded(99), false],
  ['was late and at fault: nothing', { ...fault, report: { pressed: ['x'] } as Report }, false],
])('the grader %s is graded once more', (_, grade, again) => {
  expect(isPressed(grade)).toBe(again);
});

test.each<[string, Grade, Grade, 'first' | 'second']>([
  ['gives more', graded(99, ['x']), graded(100), 'second'],
  ['gives the same', graded(99, ['x']), graded(99), 'second'],
  ['is as pressed as the first', graded(99, ['x']), graded(99, ['x']), 'second'],
  ['would take points away', graded(99, ['x']), graded(98), 'first'],
  ['ends by a fault of the grader', graded(0, ['x']), fault, 'first'],
])('of two gradings one is recorded; where the second %s, it is this', (_, first, second, which) => {
  expect(betterFounded(first, second)).toBe({ first, second }[which]);
});
