import type { Course } from '../course/course-file.ts';
import type { Member } from '../course/roster.ts';
import type { LabStanding } from '../course/standing.ts';
import { memberOf, type State, stateOf } from './dossier.ts';
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

/** Who is in the course, in order of id. */
export async function membersOf({ knex }: Gradebook): Promise<Member[]> {
  const rows = await knex('members').orderByRaw('id collate "C"').select();
  return rows.map(memberOf);
}

/** Each student's standing in a lab; empty when the course file does not have the lab. */
export async function currentOf(gradebook: Gradebook, course: Course, lab: string, now: Date): Promise<Current[]> {
  const members = await membersOf(gradebook);
  const term = await termOf(gradebook, course, members, now);
  const latest = await latestOf(gradebook, lab);
  const memberOf = new Map(members.map((member) => [member.id, member]));
  return term.flatMap(({ member: id, labs }) => {
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
async function latestOf({ knex }: Gradebook, lab: string): Promise<Map<string, { id: string; state: State }>> {
  const rows = await knex('attempts')
    .leftJoin('grades', 'grades.attempt', 'attempts.id')
    .join('members', 'members.id', 'attempts.member')
    .where({ lab })
    .orderByRaw('score is not null, "handedInAt", nth')
    .select('attempts.id', 'member', 'group', 'refusal', 'fault')
    .select(knex.raw('grades.attempt is not null as "isGraded"'));
  return new Map(
    rows.map(({ id, member, group, ...row }) => [
      keyOf({ id: member, group: group ?? undefined }),
      { id, state: stateOf(row) },
    ]),
  );
}

function keyOf({ id, group }: Pick<Member, 'id' | 'group'>): string {
  return group === undefined ? `member ${id}` : `group ${group}`;
}
