import type { Counted } from './grace.ts';
import { isAfter, shown } from './local-time.ts';
import { pointsAfter, rounded } from './points.ts';
import type { LabStanding, Sorted, Standing } from './standing.ts';

/** The numbers of one lab, in plain words. */
export interface LabSentences {
  points: string;
  attempt: string;
  deadline: string;
  tokens: string;
}

/** How many attempts do not count, and why. */
export interface PassedOver {
  /** The grader itself failed. */
  failed: number;
  tokenless: number;
  early: number;
  closed: number;
}

/** What is told of one lab. */
export function labSentences(sorted: Sorted, counted: Counted | undefined, timeZone: string): LabSentences {
  return {
    points: counted ? pointsSentence(sorted, counted) : 'No points yet.',
    attempt: [counted ? attemptSentence(sorted, counted, timeZone) : '', ...passedOverSentences(sorted)]
      .filter(Boolean)
      .join(' '),
    deadline: deadlineSentence(sorted),
    tokens: tokensSentence(sorted, timeZone),
  };
}

/** "2 days late, 1 grace day used, 1 day at 10 %: 84 → 75.6" */
function pointsSentence({ lab }: Sorted, { attempt, lateDays, graceDays, points }: Counted): string {
  const earned = rounded(pointsAfter(attempt.score, 0));
  if (lateDays === 0) return `On time: ${earned}`;
  const late = `${days(lateDays)} late`;
  const grace = graceDays > 0 ? [`${many(graceDays, 'grace day')} used`] : [];
  const paid = lateDays - graceDays;
  if (paid === 0) return `${[late, ...grace].join(', ')}: ${earned}`;
  return `${[late, ...grace, `${days(paid)} at ${lab.late.perDay} %`].join(', ')}: ${earned} → ${rounded(points)}`;
}

function attemptSentence({ lab, candidates }: Sorted, { attempt }: Counted, timeZone: string): string {
  const when = shown(attempt.instant.toZonedDateTimeISO(timeZone));
  const last = candidates.at(-1)?.attempt === attempt;
  const latest = last ? 'the latest' : 'the later one, which only an extension lets in, gives less';
  const best = candidates.length > 1 ? `the best of ${candidates.length} after penalty` : 'the only one';
  return `Attempt ${attempt.id} of ${when} counts: ${lab.attempts.counts === 'best' ? best : latest}.`;
}

function passedOverSentences({ candidates, passedOver, deadline, lab }: Sorted): string[] {
  const { failed, tokenless, early, closed } = passedOver;
  const none = candidates.length + failed + tokenless + early + closed === 0;
  return [
    ...(none ? ['No attempt yet.'] : []),
    ...(closed > 0 ? [`${attempts(closed)} came after the close at ${shown(deadline.closes)}: not counted.`] : []),
    ...(early > 0 && lab.opens
      ? [`${attempts(early)} came before the opening at ${shown(lab.opens)}: not counted.`]
      : []),
    ...(tokenless > 0 ? [`${attempts(tokenless)} came when no token was left: not counted.`] : []),
    ...(failed > 0 ? [`${attempts(failed)} could not be graded, by no fault of yours: no token spent.`] : []),
  ];
}

function deadlineSentence({ own, deadline }: Sorted): string {
  const extended = isAfter(deadline.due, own.due) ? `, extended from ${shown(own.due)}` : '';
  return `Due ${shown(deadline.due)}${extended}; closes ${shown(deadline.closes)}.`;
}

function tokensSentence({ tokens: { left, of, nextAt } }: Sorted, timeZone: string): string {
  const next = nextAt ? ` The next comes back at ${shown(nextAt.toZonedDateTimeISO(timeZone))}.` : '';
  return `${left} of ${many(of, 'attempt')} left.${next}`;
}

/** What is told of the whole course. */
export function totalSentences(
  labs: LabStanding[],
  { used, of }: Standing['graceDays'],
  total: number,
): Standing['says'] {
  const spent = labs.filter(({ graceDays }) => graceDays > 0).map(({ lab, graceDays }) => `${graceDays} on ${lab}`);
  const where = spent.length > 0 ? `: ${spent.join(', ')}` : '';
  const weights = labs.reduce((sum, { weight }) => sum + weight, 0);
  const parts = labs.map(({ lab, points, weight }) => {
    const share = Math.round((weight / weights) * 1000) / 10;
    return `${lab} ${points ?? 'nothing yet'} (${share} %)`;
  });
  return {
    graceDays: `${used} of ${many(of, 'grace day')} used${where}.`,
    total: `${total} of 100: ${parts.join(', ')}.`,
  };
}

function days(count: number): string {
  return many(count, 'day');
}

function attempts(count: number): string {
  return many(count, 'attempt');
}

function many(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
