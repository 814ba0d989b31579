import { Temporal } from 'temporal-polyfill';
import { type Attempt, type Scored, scoredOf, spend, type Tokens, tokensAt } from './attempts.ts';
import type { Course, CourseLab } from './course-file.ts';
import { type Candidate, type Counted, shareGrace } from './grace.ts';
import { type Deadline, deadlinesOf, kindest, lateDays } from './late.ts';
import type { Moment } from './local-time.ts';
import { rounded, wholeWeight } from './points.ts';
import type { Member } from './roster.ts';
import { type LabSentences, labSentences, type PassedOver, totalSentences } from './sentences.ts';

/** Where a student stands in one lab. Times are RFC 3339 in the course's zone. */
export interface LabStanding {
  lab: string;
  weight: number;
  due: string;
  closes: string;
  /** Id of the attempt that counts; null when none does. */
  attempt: string | null;
  /** The score of that attempt. */
  earned: number | null;
  /** After penalty, 0 to 100. */
  points: number | null;
  lateDays: number;
  graceDays: number;
  /** Per cent of the points earned. */
  penalty: number;
  tokens: { left: number; of: number; nextAt: string | null };
  says: LabSentences;
}

/** Where a student stands in the course, with a plain sentence for each number. */
export interface Standing {
  member: string;
  /** The instant that it is told for. */
  at: string;
  /** In the order of the course file. */
  labs: LabStanding[];
  graceDays: { used: number; left: number; of: number };
  /** By weight, 0 to 100; a lab without points counts as 0. */
  total: number;
  says: { graceDays: string; total: string };
}

/** One lab's attempts, sorted by what becomes of them. */
export interface Sorted {
  lab: CourseLab;
  own: Deadline;
  deadline: Deadline;
  candidates: Candidate[];
  passedOver: PassedOver;
  tokens: Tokens;
}

/**
 * Works out where a member stands; the order of the attempts does not matter.
 * @param attempts all of the member, or of the member's group
 * @param now RFC 3339; for the tokens that have come back
 * @throws RangeError when an attempt is impossible, or of a lab that the course file does not have
 */
export function standing(course: Course, { id }: Pick<Member, 'id'>, attempts: Attempt[], now: string): Standing {
  assertLabs(course, attempts);
  const at = Temporal.Instant.from(now);
  const scored = scoredOf(attempts);
  const sorted = course.labs.map((lab) => {
    const failed = attempts.filter((it) => it.lab === lab.lab && it.score === null).length;
    return sort(course, lab, id, { failed, scored: scored.filter((it) => it.lab === lab.lab), now: at });
  });
  const counted = shareGrace(course.late.graceDays, sorted);
  const labs = sorted.map((it) => labStanding(course, it, counted.get(it.lab.lab)));
  return { member: id, at: local(at, course), labs, ...sums(course, labs, counted) };
}

function assertLabs({ labs }: Course, attempts: Attempt[]) {
  const stray = attempts.find((attempt) => !labs.some(({ lab }) => lab === attempt.lab));
  if (!stray) return;
  throw new RangeError(`Attempt ${stray.id} is of lab ${stray.lab}, which the course file does not have. Add the lab.`);
}

interface LabAttempts {
  failed: number;
  scored: Scored[];
  now: Temporal.Instant;
}

function sort(course: Course, lab: CourseLab, student: string, { failed, scored, now }: LabAttempts): Sorted {
  const deadlines = deadlinesOf(course, lab, student);
  const deadline = kindest(deadlines);
  const spent = spend(lab.attempts, scored);
  const open = spent.filter(({ instant }) => !lab.opens || compare(instant, lab.opens) >= 0);
  const inTime = open.filter(({ instant }) => compare(instant, deadline.closes) <= 0);
  const passedOver = {
    failed,
    tokenless: scored.length - spent.length,
    early: spent.length - open.length,
    closed: open.length - inTime.length,
  };
  const mayCount = lab.attempts.counts === 'best' ? inTime : latestOfEach(inTime, deadlines);
  const candidates = mayCount.map((attempt) => ({ attempt, lateDays: lateDays(attempt.instant, deadline.due) }));
  const tokens = tokensAt(lab.attempts, spent, now);
  return { lab, own: deadlines[0], deadline, candidates, passedOver, tokens };
}

/** The latest attempt before each closing time: one that only an extension lets in must not displace a better one. */
function latestOfEach(attempts: Scored[], deadlines: Deadline[]): Scored[] {
  const latest = deadlines.map(({ closes }) => attempts.findLast(({ instant }) => compare(instant, closes) <= 0));
  return attempts.filter((attempt) => latest.includes(attempt));
}

function compare(instant: Temporal.Instant, moment: Moment): number {
  return Temporal.Instant.compare(instant, moment.toInstant());
}

function labStanding(course: Course, sorted: Sorted, counted: Counted | undefined): LabStanding {
  const { lab, deadline, tokens } = sorted;
  return {
    lab: lab.lab,
    weight: lab.weight,
    due: deadline.due.toString({ timeZoneName: 'never' }),
    closes: deadline.closes.toString({ timeZoneName: 'never' }),
    attempt: counted?.attempt.id ?? null,
    earned: counted?.attempt.score ?? null,
    points: counted ? rounded(counted.points) : null,
    lateDays: counted?.lateDays ?? 0,
    graceDays: counted?.graceDays ?? 0,
    penalty: counted?.penalty ?? 0,
    tokens: { left: tokens.left, of: tokens.of, nextAt: tokens.nextAt ? local(tokens.nextAt, course) : null },
    says: labSentences(sorted, counted, course.timeZone),
  };
}

function sums({ late }: Course, labs: LabStanding[], counted: Map<string, Counted>) {
  const used = labs.reduce((sum, { graceDays }) => sum + graceDays, 0);
  const weights = labs.reduce((sum, { weight }) => sum + wholeWeight(weight), 0n);
  const points = labs.reduce((sum, it) => sum + (counted.get(it.lab)?.points ?? 0n) * wholeWeight(it.weight), 0n);
  const graceDays = { used, left: late.graceDays - used, of: late.graceDays };
  const total = rounded(points, weights);
  return { graceDays, total, says: totalSentences(labs, graceDays, total) };
}

function local(instant: Temporal.Instant, { timeZone }: Course): string {
  return instant.toZonedDateTimeISO(timeZone).toString({ timeZoneName: 'never' });
}
