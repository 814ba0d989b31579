import type { Course } from '../course/course-file.ts';
import type { Member } from '../course/roster.ts';
import type { LabStanding } from '../course/standing.ts';
import { type State, stateOf } from './dossier.ts';
import type { Gradebook } from './gradebook.ts';
import { termOf } from './term.ts';

/** Where a student stands in one lab. */
export interface Current {
  member: Member;
  standing: LabStanding;
  /** The attempt that counts, else the latest that was graded, else the latest; null when there is none. */
  attempt: string | null;
  /** Of that attempt. */
  state: State | 'nothing handed in';
}

/** The course's rules, and who is in it: whoever has left the roster stands nowhere. */
export interface Class {
  course: Course;
  members: Member[];
}

/** Each student's standing in a lab, in the roster's order; empty when the course file does not have the lab. */
export async function currentOf(gradebook: Gradebook, { course, members }: Class, lab: string, now: Date) {
  const term = await termOf(gradebook, course, members, now);
  const memberOf = new Map(members.map((member) => [member.id, member]));
  const latest = await latestOf(gradebook, lab, memberOf);
  return term.flatMap(({ member: id, labs }): Current[] => {
    const member = memberOf.get(id);
    const standing = labs.find((one) => one.lab === lab);
    if (!member || !standing) return [];
    const last = latest.get(keyOf(member));
    const attempt = standing.attempt ?? last?.id ?? null;
    // What counts was graded.
    return [{ member, standing, attempt, state: standing.attempt ? 'graded' : (last?.state ?? 'nothing handed in') }];
  });
}

/** Of each member or group. */
async function latestOf({ knex }: Gradebook, lab: string, memberOf: Map<string, Member>) {
  const rows = await knex('attempts')
    .leftJoin('grades', 'grades.attempt', 'attempts.id')
    .where({ lab })
    .orderByRaw('score is not null, "handedInAt", nth')
    .select('attempts.id', 'member', 'refusal', 'fault')
    .select(knex.raw('grades.attempt is not null as "isGraded"'));
  return new Map<string, { id: string; state: State }>(
    rows.flatMap(({ id, member, ...row }) => {
      const owner = memberOf.get(member);
      return owner ? [[keyOf(owner), { id, state: stateOf(row) }]] : [];
    }),
  );
}

function keyOf({ id, group }: Pick<Member, 'id' | 'group'>): string {
  return group === undefined ? `member ${id}` : `group ${group}`;
}
