import type { Knex } from 'knex';
import type { Outcome, Report } from '../types.ts';
import type { Gradebook } from './gradebook.ts';
import { inForce, type Judged } from './in-force.ts';

/** A check that an attempt has failed, by the verdict that counts now. */
export interface Failure {
  attempt: string;
  outcome: Outcome;
}

/** What these attempts fail, by their first report or by that of the regrade that counts. */
export async function failuresOf({ knex }: Gradebook, attempts: string[]): Promise<Failure[]> {
  const counting = await countingRegrades(knex, attempts);
  const replaced = [...counting].map(([attempt]) => attempt);
  const first = attempts.filter((attempt) => !counting.has(attempt));
  const { rows } = await knex.raw(
    `select attempt, outcome
     from (
       select attempt, report from grades where attempt = any(?)
       union all
       select attempt, report from regraded
       where (attempt, regrade) in (select * from unnest(?::text[], ?::text[]))
     ) as judged, jsonb_array_elements(report->'outcomes') as outcome
     where outcome->>'status' = 'failed'`,
    [first, replaced, [...counting.values()]],
  );
  return rows;
}

/** The report of one verdict, whether it counts or not: `first`, or the id of a regrade. Undefined when there is none. */
export async function reportOf({ knex }: Gradebook, attempt: string, verdict: string): Promise<Report | undefined> {
  const judged = verdict === 'first' ? knex('grades') : knex('regraded').where({ regrade: verdict });
  return (await judged.where({ attempt }).first('report'))?.report ?? undefined;
}

type Applied = Judged & { attempt: string; regrade: string };

/** Of attempts whose first verdict has been replaced: the regrade that did. */
async function countingRegrades(knex: Knex, attempts: string[]): Promise<Map<string, string>> {
  const firsts: { attempt: string; score: number | null }[] = await knex('grades')
    .whereIn('attempt', attempts)
    .select('attempt', 'score');
  const applied: Applied[] = await knex('regraded')
    .join('regrades', 'regrades.id', 'regraded.regrade')
    .whereIn('attempt', attempts)
    .where({ withdrawnAt: null })
    .whereNotNull('appliedAt')
    .orderByRaw('"appliedAt", regrades.id')
    .select('attempt', 'regrade', 'regraded.score', 'neverLower');
  const byAttempt = Map.groupBy(applied, ({ attempt }) => attempt);
  const scores = new Map(firsts.map(({ attempt, score }) => [attempt, score]));
  const found = attempts.flatMap((attempt): [string, string][] => {
    const first = { score: scores.get(attempt) ?? null };
    const counts = inForce<Pick<Judged, 'score'>, Applied>(first, byAttempt.get(attempt) ?? []);
    return 'regrade' in counts ? [[attempt, counts.regrade]] : [];
  });
  return new Map(found);
}
