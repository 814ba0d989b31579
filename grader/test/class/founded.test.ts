import { betterFounded, pressedIn } from '../../src/class/founded.ts';
import type { Grade } from '../../src/class/gradebook.ts';
import type { Report } from '../../src/types.ts';

function graded(score: number, pressed?: string[]): Grade {
  const outcomes = [
    { id: 'read.slow', status: 'failed' },
    { id: 'read.slower', status: 'blocked', by: ['read.slow'] },
    { id: 'list.all', status: 'failed' },
    { id: 'list.next', status: 'blocked', by: ['list.all'] },
  ];
  return { score, report: { score, pressed, outcomes } as unknown as Report };
}
const fault: Grade = { score: null, fault: 'no port' };

test.each<[string, Grade, string[]]>([
  [
    'was late for a check in every try: this, and what waits for it',
    graded(99, ['read.slow']),
    ['read.slow', 'read.slower'],
  ],
  ['was never so late: nothing', graded(99), []],
  ['was late and at fault: nothing', { ...fault, report: graded(99, ['read.slow']).report as Report }, []],
])('the grader %s is tried once more', (_, grade, again) => {
  expect(pressedIn(grade)).toEqual(again);
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
