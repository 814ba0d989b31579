import type { Knex } from 'knex';
import { Temporal } from 'temporal-polyfill';
import { courseWith, extensionsOf } from '../../class/extensions.ts';
import { countingOf, type Tried } from '../../class/tried.ts';
import { scoredOf, spend, type Tokens, tokensAt } from '../../course/attempts.ts';
import type { CourseLab } from '../../course/course-file.ts';
import type { Member } from '../../course/roster.ts';
import { type LabStanding, type Standing, standing } from '../../course/standing.ts';
import type { PortalParts } from '../parts.ts';

/** One of a member's, or of the member's group's, attempts for a lab. */
export interface Mine extends Tried {
  /** The first for the lab is 1. */
  number: number;
}

/** Where a member stands, and what the member or the group has tried, in order of time. */
export interface Standings {
  standing: Standing;
  attempts: Mine[];
}

/** Looks up all that concerns a member. */
export async function standingsFor(parts: PortalParts, member: Member): Promise<Standings> {
  const { roll, gradebook, now } = parts;
  const attempts = await attemptsOf(gradebook.knex, parts, member);
  const graded = attempts
    .filter(({ isGraded }) => isGraded)
    .map(({ id, lab, handedInAt, score }) => ({ id, lab, at: handedInAt.toISOString(), score }));
  const course = courseWith(roll.course, await extensionsOf(gradebook));
  const told = standing(course, member, graded, now().toISOString());
  return { standing: { ...told, labs: told.labs.map((lab) => numbered(lab, attempts)) }, attempts };
}

/** What a member, or the member's group, has handed in for the labs of the course. */
export async function attemptsOf(knex: Knex, { roll }: Pick<PortalParts, 'roll'>, member: Member): Promise<Mine[]> {
  const members = roll.groupOf(member).map(({ id }) => id);
  const tried = await countingOf(knex, roll.course, (all) => all.whereIn('member', members));
  const numbers = new Map<string, number>();
  return tried.map((one) => {
    const number = (numbers.get(one.lab) ?? 0) + 1;
    numbers.set(one.lab, number);
    return { ...one, number };
  });
}

/** People know an attempt by its number. */
function numbered(lab: LabStanding, attempts: Mine[]): LabStanding {
  const counted = attempts.find(({ id }) => id === lab.attempt);
  if (!counted) return lab;
  return { ...lab, says: { ...lab.says, attempt: lab.says.attempt.replace(counted.id, () => String(counted.number)) } };
}

/** The attempts that are left for a lab: what waits to be graded holds a token already. */
export function tokensFor({ lab, attempts: policy }: CourseLab, attempts: Tried[], now: Date): Tokens {
  const holding = attempts
    .filter((one) => one.lab === lab && (one.isGraded ? one.score !== null : one.refusal === null))
    .map(({ id, handedInAt, score }) => ({ id, lab, at: handedInAt.toISOString(), score: score ?? 0 }));
  return tokensAt(policy, spend(policy, scoredOf(holding)), Temporal.Instant.from(now.toISOString()));
}
