import { course } from '../../src/cli/labs.ts';
import { openGrader } from '../../src/grade.ts';
import { terminal } from '../../src/report/terminal.ts';
import { loadMutants, mutated } from '../../src/validity/mutate.ts';

test('a service that stores a link it could not confirm sees its call to Address, and what Address answered', async () => {
  const mutants = await loadMutants(course, '02-person');
  const mutant = mutants.find(({ kills }) => kills.join() === 'neighbour.link');
  if (!mutant) throw new RangeError('There is no such mutant.');
  await using copy = await mutated(course, '02-person', [mutant]);
  await using grader = await openGrader({ course });
  const submission = { kind: 'folder' as const, lab: '02-person', folder: copy.folder };
  const report = await grader.grade(submission, { checks: ['neighbour.link'] });

  const steps = terminal(report, { colour: false, width: 100, hints: 1, top: 1 })
    .split('\n')
    .filter((line) => /^ +\d+ {2}│/.test(line))
    .map((line) =>
      line
        .replace(/^ +\d+ +/, '')
        .replaceAll(/ {2,}/g, '  ')
        .replaceAll(/─+/g, '─')
        .replaceAll(/\w{6}…/g, 'ID…'),
    );
  expect(steps).toEqual([
    '│─ POST /persons ─▶│  │',
    '│◀─ 201 ─│  │',
    ...['500', '201', '403'].flatMap((status) => [
      '│─ PUT /persons/ID…/address ─▶│  │',
      '│  │─ GET /addresses/ID… ─▶│',
      `│  │◀─ ${status}, on purpose ─│`,
      '│◀─ 503 ─│  │',
    ]),
    '│─ GET /persons/ID…/address ─▶│  │',
    '│  │─ GET /addresses/ID… ─▶│',
    '│  │◀─ 200 ─│',
    '│◀─ 200, wanted 404 ─│  │',
  ]);
  expect(report.outcomes.filter(({ status, calls }) => status === 'passed' && calls)).toEqual([]);
});
