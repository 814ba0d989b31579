import { type GradeColumn, type GradeRow, numberCell, pointsOf } from './cells.ts';

/** A score of LTI 1.3 Assignment and Grade Services 2.0, §3.4. */
export interface AgsScore {
  /** Who it is on the platform: the `sub` of that person's launches, not the roster's id. */
  userId: string;
  /** Also 0. */
  scoreGiven: number;
  scoreMaximum: number;
  activityProgress: 'Completed';
  /** Platforms ignore the score with any other value. */
  gradingProgress: 'FullyGraded';
  /** RFC 3339 with milliseconds; a platform refuses a score older than the one it has. */
  timestamp: string;
}

export interface AgsOptions {
  userId: string;
  /** When the score was given. */
  at: Date;
}

/** Undefined where there is no result: no score is sent then, and never a zero. */
export function agsScore(row: GradeRow, column: GradeColumn, { userId, at }: AgsOptions): AgsScore | undefined {
  const points = pointsOf(row, column.lab);
  if (points === undefined) return undefined;
  return {
    userId,
    // AGS knows no points below zero.
    scoreGiven: Math.max(0, numberCell(points)),
    scoreMaximum: numberCell(column.maxPoints),
    activityProgress: 'Completed',
    gradingProgress: 'FullyGraded',
    timestamp: at.toISOString(),
  };
}

/** Where scores of a line item are posted: `/scores` belongs to the path, before a query. */
export function scoresUrl(lineitem: string): string {
  const url = new URL(lineitem);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/scores`;
  url.hash = '';
  return url.href;
}
