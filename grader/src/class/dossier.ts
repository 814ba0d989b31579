import type { Knex } from 'knex';
import type { Member } from '../course/roster.ts';
import type { Gradebook, Row } from './gradebook.ts';
import { found } from './gradebook.ts';
import { standingsOf, type Which } from './regrade.ts';

/** What has become of what was handed in. */
export type State = 'graded' | 'fault' | 'unreadable' | 'waiting';

/** What people and regrades have made of one attempt, and when. */
export interface AttemptStory extends Row {
  state: State;
  handedInAt: Date;
  gradedAt: Date | null;
  hasReport: boolean;
  /** Of the first verdict. */
  first: number | null;
  /** What counts now. */
  inForce: number | null;
  regrades: Judgement[];
  adjustments: Adjustment[];
}

/** What a regrade has found for an attempt. */
export interface Judgement {
  attempt: string;
  regrade: string;
  score: number | null;
  fault: string | null;
  neverLower: boolean;
  reason: string;
  begunBy: string;
  begunAt: Date;
  appliedAt: Date | null;
  withdrawnAt: Date | null;
}

export interface Adjustment {
  attempt: string;
  points: number;
  reason: string;
  madeBy: string;
  madeAt: Date;
}

/** Something that was done with a batch, or with one attempt of it. */
export interface Event {
  at: Date;
  batch: string;
  doneBy: string;
  what: string;
  attempt: string | null;
  reason: string;
}

/** All that is known of a member's attempts, or of those of the member's group; the latest first. */
export interface Dossier {
  member: Member;
  attempts: AttemptStory[];
  /** What was done with these attempts and their batches, the latest first. */
  events: Event[];
}

/** @throws NotInGradebook when there is no such member. */
export async function dossierOf({ knex }: Gradebook, id: string): Promise<Dossier> {
  const member = memberOf(await knex('members').where({ id }).first().then(found));
  const theirs: Which = (attempts) =>
    attempts.whereIn('member', (some) =>
      some.from('members').where({ id }).orWhere('group', knex('members').where({ id }).select('group')).select('id'),
    );
  const attempts = await storiesOf(knex, theirs);
  const ids = attempts.map((attempt) => attempt.id);
  const batches = attempts.map(({ batch }) => batch);
  const events: Event[] = await knex('events')
    .whereIn('batch', batches)
    .where((some) => some.whereNull('attempt').orWhereIn('attempt', ids))
    .orderBy('id', 'desc');
  return { member, attempts, events };
}

/** A member as the table has it. */
export function memberOf({ group, ...member }: Omit<Member, 'group'> & { group: string | null }): Member {
  return { ...member, ...(group === null ? {} : { group }) };
}

/** The stories of the attempts that are chosen, the latest first. */
export async function storiesOf(knex: Knex, which: Which): Promise<AttemptStory[]> {
  const rows: Omit<AttemptStory, 'state' | 'first' | 'inForce' | 'regrades' | 'adjustments'>[] = await which(
    knex('attempts'),
  )
    .join('members', 'members.id', 'attempts.member')
    .leftJoin('grades', 'grades.attempt', 'attempts.id')
    .orderBy(['handedInAt', 'attempts.id'].map((column) => ({ column, order: 'desc' as const })))
    .select('attempts.*', 'members.name', 'grades.score', 'grades.fault', 'grades.gradedAt')
    .select(knex.raw('grades.attempt is not null as "isGraded", grades.report is not null as "hasReport"'));
  const ids = rows.map(({ id }) => id);
  const judged = Map.groupBy(await judgementsOf(knex, ids), ({ attempt }) => attempt);
  const adjusted = Map.groupBy(await adjustmentsOf(knex, ids), ({ attempt }) => attempt);
  const counting = new Map((await standingsOf(knex, which)).map(({ attempt, score }) => [attempt, score]));
  return rows.map((row) => {
    const inForce = counting.get(row.id) ?? null;
    return {
      ...{ ...row, state: inForce === null ? stateOf(row) : 'graded', first: row.score, inForce },
      ...{ regrades: judged.get(row.id) ?? [], adjustments: adjusted.get(row.id) ?? [] },
    };
  });
}

/** What was graded stays graded, also after what was handed in has been deleted. */
export function stateOf({ isGraded, fault, refusal }: Pick<Row, 'isGraded' | 'fault' | 'refusal'>): State {
  if (isGraded) return fault === null ? 'graded' : 'fault';
  return refusal === null ? 'waiting' : 'unreadable';
}

function judgementsOf(knex: Knex, attempts: string[]): Promise<Judgement[]> {
  return knex('regraded')
    .join('regrades', 'regrades.id', 'regraded.regrade')
    .whereIn('attempt', attempts)
    .orderBy('begunAt')
    .select('attempt', 'regrade', 'score', 'fault', 'neverLower', 'reason', 'begunBy', 'begunAt')
    .select('appliedAt', 'withdrawnAt');
}

async function adjustmentsOf(knex: Knex, attempts: string[]): Promise<Adjustment[]> {
  const rows = await knex('adjustments').whereIn('attempt', attempts).orderBy('id');
  return rows.map(({ points, ...row }) => ({ ...row, points: Number(points) }));
}

/** Students whose name, id, e-mail address or group has all the words in it, whatever their case and accents; in order of name. */
export async function studentsLike({ knex }: Gradebook, words: string): Promise<Member[]> {
  const rows = await knex('members').where({ role: 'student' }).orderByRaw('name, id');
  const wanted = folded(words).split(/\s+/);
  return rows.map(memberOf).filter(({ id, name, email, group = '' }) => {
    const known = folded([name, id, email, group].join(' '));
    return wanted.every((word) => known.includes(word));
  });
}

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
