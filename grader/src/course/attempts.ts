import { Temporal } from 'temporal-polyfill';
import type { AttemptPolicy } from './course-file.ts';

/** One graded submission of a student, or of the student's group, for a lab. */
export interface Attempt {
  id: string;
  lab: string;
  /** When it was handed in: RFC 3339. */
  at: string;
  /** 0 to 100; null when the grader itself failed. */
  score: number | null;
}

/** An attempt whose grading did not fail, with its instant. */
export type Scored = Attempt & { score: number; instant: Temporal.Instant };

/** How many attempts a student has left for a lab. */
export interface Tokens {
  left: number;
  of: number;
  /** When the next one comes back; absent when none is away. */
  nextAt?: Temporal.Instant;
}

/**
 * The attempts that have a score, in order of time.
 * @throws RangeError when an attempt has an impossible score or time, or stands twice
 */
export function scoredOf(attempts: Attempt[]): Scored[] {
  const seen = new Set<string>();
  for (const { id } of attempts) {
    if (seen.has(id)) throw new RangeError(`Attempt ${id} is given twice. Give each attempt once.`);
    seen.add(id);
  }
  return attempts.flatMap((it) => scored(it) ?? []).sort(inTime);
}

function scored(attempt: Attempt): Scored | undefined {
  const { id, at, score } = attempt;
  const instant = instantOf(id, at);
  if (score === null) return undefined;
  if (score >= 0 && score <= 100) return { ...attempt, score, instant };
  throw new RangeError(`Attempt ${id} has the score ${score}. Give a number from 0 to 100, or null.`);
}

function instantOf(id: string, at: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(at);
  } catch {
    throw new RangeError(`Attempt ${id} has the time "${at}". Give it as RFC 3339, e.g. 2027-02-12T22:59:00Z.`);
  }
}

function inTime(a: Scored, b: Scored): number {
  return Temporal.Instant.compare(a.instant, b.instant) || (a.id < b.id ? -1 : 1);
}

/** Those attempts (in order of time) for which a token was there; the others spend none. */
export function spend(policy: AttemptPolicy, attempts: Scored[]): Scored[] {
  const spent: Scored[] = [];
  for (const attempt of attempts) {
    // Only the latest can be away: there are no more tokens than that.
    const latest = spent.slice(-policy.tokens);
    if (tokensAt(policy, latest, attempt.instant).left > 0) spent.push(attempt);
  }
  return spent;
}

/** The bucket at an instant: each token that was spent comes back so many hours (of 60 minutes, by any clock) after its use. */
export function tokensAt({ tokens, backAfterHours }: AttemptPolicy, spent: Scored[], now: Temporal.Instant): Tokens {
  const seconds = Math.round(backAfterHours * 100) * 36;
  const away = spent
    .map(({ instant }) => instant.add({ seconds }))
    .filter((back) => Temporal.Instant.compare(back, now) > 0)
    .sort(Temporal.Instant.compare);
  // Spent in order of time, so never more than there are; `now` may lie before some of them.
  return { left: Math.max(0, tokens - away.length), of: tokens, ...(away[0] && { nextAt: away[0] }) };
}
