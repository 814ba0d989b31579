import type { Attempt } from '../course/attempts.ts';
import type { Course } from '../course/course-file.ts';
import type { Member } from '../course/roster.ts';
import { type Standing, standing } from '../course/standing.ts';
import { csv, textCell } from '../export/cells.ts';
import type { Gradebook } from './gradebook.ts';
import { standings } from './regrade.ts';

/** Where everybody stands: each graded batch is an attempt, and a roster that was graded again counts once, as graded last. */
export async function termOf(gradebook: Gradebook, course: Course, members: Member[], now: Date): Promise<Standing[]> {
  const attempts = await attemptsOf(gradebook, course);
  const groupOf = new Map(members.map(({ id, group }) => [id, group]));
  return members
    .filter(({ role }) => role === 'student')
    .map(({ id, group }) => {
      const isTheirs = (member: string) => member === id || (group !== undefined && groupOf.get(member) === group);
      const theirs = attempts.filter(({ member }) => isTheirs(member)).map(({ member: _, ...attempt }) => attempt);
      return standing(course, { id }, theirs, now.toISOString());
    });
}

async function attemptsOf(gradebook: Gradebook, { labs }: Course): Promise<(Attempt & { member: string })[]> {
  const { knex } = gradebook;
  const batches: { id: string; lab: string }[] = await knex('batches')
    .whereIn(
      'lab',
      labs.map(({ lab }) => lab),
    )
    .orderBy('begunAt');
  // The last of the same roster: after its digest, ids differ in the number at their end. What the portal took in all counts.
  const last = new Map(batches.map((batch) => [batch.id.replace(/(-[0-9a-f]+)-\d+$/, '$1'), batch]));
  const all = [...last.values()].map(async ({ id, lab }) => {
    const times = new Map<string, Date>(
      (await knex('attempts').where({ batch: id }).select('id', 'handedInAt')).map((row) => [row.id, row.handedInAt]),
    );
    const rows = await standings(gradebook, id);
    const graded = new Set(
      await knex('grades')
        .whereIn('attempt', [...times.keys()])
        .pluck('attempt'),
    );
    return rows
      .filter(({ attempt }) => graded.has(attempt))
      .map(({ attempt, member, score }) => ({
        ...{ id: attempt, lab, member, at: (times.get(attempt) as Date).toISOString() },
        score,
      }));
  });
  return (await Promise.all(all)).flat();
}

/** A line for each student: points of each lab after penalties, the total, and in words how they came about. */
export function termCsv(course: Course, members: Member[], term: Standing[]): string {
  const nameOf = new Map(members.map(({ id, name }) => [id, name]));
  const header = ['id', 'name', ...course.labs.map(({ lab }) => lab), 'total', 'grace days left', 'how'];
  const lines = term.map(({ member, labs, total, graceDays, says }) => [
    ...[member, nameOf.get(member) ?? ''].map(textCell),
    ...labs.map(({ points }) => points ?? ''),
    ...[total, graceDays.left],
    textCell([...labs.map((lab) => `${lab.lab}: ${lab.says.points}`), says.total].join(' ')),
  ]);
  return csv([header, ...lines]);
}
