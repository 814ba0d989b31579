import type { Attempt } from '../course/attempts.ts';
import type { Course } from '../course/course-file.ts';
import type { Member } from '../course/roster.ts';
import { type Standing, standing } from '../course/standing.ts';
import { csv, textCell } from '../export/cells.ts';
import { courseWith, extensionsOf } from './extensions.ts';
import type { Gradebook } from './gradebook.ts';
import { countingOf } from './tried.ts';

/** Where everybody stands, with what was granted in the portal: each graded batch is an attempt, and a roster that was graded again counts once, as it was scored last. */
export async function termOf(gradebook: Gradebook, course: Course, members: Member[], now: Date): Promise<Standing[]> {
  const whole = courseWith(course, await extensionsOf(gradebook));
  const attempts = await attemptsOf(gradebook, course);
  const groupOf = new Map(members.map(({ id, group }) => [id, group]));
  return members
    .filter(({ role }) => role === 'student')
    .map(({ id, group }) => {
      const isTheirs = (member: string) => member === id || (group !== undefined && groupOf.get(member) === group);
      const theirs = attempts.filter(({ member }) => isTheirs(member)).map(({ member: _, ...attempt }) => attempt);
      return standing(whole, { id }, theirs, now.toISOString());
    });
}

async function attemptsOf({ knex }: Gradebook, course: Course): Promise<(Attempt & { member: string })[]> {
  return (await countingOf(knex, course))
    .filter(({ isGraded }) => isGraded)
    .map(({ id, lab, member, handedInAt, score }) => ({ id, lab, member, at: handedInAt.toISOString(), score }));
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
