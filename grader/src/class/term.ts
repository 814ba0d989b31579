import type { Attempt } from '../course/attempts.ts';
import type { Course } from '../course/course-file.ts';
import type { Member } from '../course/roster.ts';
import { type Standing, standing } from '../course/standing.ts';
import { csv, textCell } from '../export/cells.ts';
import { courseWith, extensionsOf } from './extensions.ts';
import type { Gradebook } from './gradebook.ts';
import { gradingsOf, type Tried } from './tried.ts';

/** Where a student stands, and ids of the attempts that do not count because the same was graded again. */
export type TermStanding = Standing & { replaced: string[] };

/** Where everybody stands, with what was granted in the portal: each graded batch is an attempt, and what was graded again counts once, as it was scored last. */
export async function termOf(
  gradebook: Gradebook,
  course: Course,
  members: Member[],
  now: Date,
): Promise<TermStanding[]> {
  const whole = courseWith(course, await extensionsOf(gradebook));
  const { counting, replaced } = await gradingsOf(gradebook.knex, course);
  const groupOf = new Map(members.map(({ id, group }) => [id, group]));
  return members
    .filter(({ role }) => role === 'student')
    .map(({ id, group }) => {
      const isTheirs = ({ member, isGraded }: Tried) =>
        isGraded && (member === id || (group !== undefined && groupOf.get(member) === group));
      const theirs = counting.filter(isTheirs).map(attemptOf);
      return {
        ...standing(whole, { id }, theirs, now.toISOString()),
        replaced: replaced.filter(isTheirs).map((one) => one.id),
      };
    });
}

function attemptOf({ id, lab, handedInAt, score }: Tried): Attempt {
  return { id, lab, at: handedInAt.toISOString(), score };
}

/** A line for each student: points of each lab after penalties, the total, and in words how they came about. */
export function termCsv(course: Course, members: Member[], term: TermStanding[]): string {
  const nameOf = new Map(members.map(({ id, name }) => [id, name]));
  const header = ['id', 'name', ...course.labs.map(({ lab }) => lab), 'total', 'grace days left', 'how'];
  const lines = term.map((one) => [
    ...[one.member, nameOf.get(one.member) ?? ''].map(textCell),
    ...one.labs.map(({ points }) => points ?? ''),
    ...[one.total, one.graceDays.left, textCell(inWords(one))],
  ]);
  return csv([header, ...lines]);
}

function inWords({ labs, says, replaced }: TermStanding): string {
  const each = labs.map(({ lab, says: { points, attempt } }) => `${lab}: ${points.replace(/\.?$/, '.')} ${attempt}`);
  const again = replaced.length > 0 ? [`Graded again, and so not counted: ${replaced.join(', ')}.`] : [];
  return [...each, ...again, says.total].join(' ');
}
