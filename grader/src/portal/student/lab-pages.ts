import { Temporal } from 'temporal-polyfill';
import type { CourseLab } from '../../course/course-file.ts';
import type { Member } from '../../course/roster.ts';
import type { LabStanding } from '../../course/standing.ts';
import { nonceFor, OWNERSHIP_PATH } from '../../evidence/ownership.ts';
import { defaultIngestLimits } from '../../ingest/limits.ts';
import { readLabFile } from '../../lab-file.ts';
import type { PortalParts } from '../parts.ts';
import { nothingHere } from '../refusal.ts';
import { inWords } from './in-words.ts';
import { type Mine, type Standings, standingsFor, tokensFor } from './mine.ts';

/** What somebody filled in, and what is wrong with it. */
export interface Filled {
  kind: 'zip' | 'git' | 'url';
  git?: string;
  ref?: string;
  url?: string;
  wrong: string;
}

/** A lab as its card and its page show it. */
export function shownLab(parts: PortalParts, lab: CourseLab, { standing, attempts }: Standings) {
  const now = parts.now();
  const told = standing.labs.find((one) => one.lab === lab.lab) as LabStanding;
  const tried = attempts.filter((one) => one.lab === lab.lab);
  return {
    ...{ id: lab.lab, title: titleOf(parts.course, lab.lab), standing: told },
    ...{ opens: lab.opens?.toInstant().toString(), phase: phaseOf(lab, told, now) },
    tokens: tokensFor(lab, attempts, now),
    attempts: tried.map((one) => shownAttempt(one, told)).toReversed(),
    waiting: tried.filter(isWaiting).length,
  };
}

/** An attempt, and in words what became of it. */
export function shownAttempt(attempt: Mine, { attempt: counting }: Pick<LabStanding, 'attempt'>) {
  return { ...attempt, ...inWords(attempt), isWaiting: isWaiting(attempt), counts: attempt.id === counting };
}

function isWaiting({ isGraded, refusal }: Mine): boolean {
  return !isGraded && refusal === null;
}

type Phase = 'early' | 'open' | 'late' | 'closed';

function phaseOf({ opens }: CourseLab, { due, closes }: LabStanding, now: Date): Phase {
  const isBefore = (time: string) => Temporal.Instant.from(now.toISOString()).epochNanoseconds <= at(time);
  const at = (time: string) => Temporal.Instant.from(time).epochNanoseconds;
  if (opens && now.getTime() < opens.epochMilliseconds) return 'early';
  if (isBefore(due)) return 'open';
  return isBefore(closes) ? 'late' : 'closed';
}

const titles = new Map<string, string>();

/** The name of a lab, as `lab.yaml` has it; read once, for every page asks. */
export function titleOf(course: string, lab: string): string {
  const title = titles.get(lab) ?? readLabFile(course, lab).title;
  titles.set(lab, title);
  return title;
}

/** Everything that the page of one lab shows. @throws Refusal when the course has no such lab. */
export async function labPage(parts: PortalParts, member: Member, id: string, filled?: Filled) {
  const lab = labOf(parts, id);
  const standings = await standingsFor(parts, member);
  const nonce = nonceFor(parts.ownershipKey, member.id, id);
  const group = parts.roll.groupOf(member);
  return {
    ...{ lab: shownLab(parts, lab, standings), policy: lab, nonce, noncePath: OWNERSHIP_PATH, filled },
    others: group.filter((one) => one.id !== member.id).map(({ name }) => name),
    megabytes: defaultIngestLimits.archiveMegabytes,
  };
}

/** @throws Refusal when the course has no such lab. */
export function labOf({ roll }: Pick<PortalParts, 'roll'>, id: string | undefined): CourseLab {
  const lab = roll.course.labs.find((one) => one.lab === id);
  if (!lab) throw nothingHere();
  return lab;
}
