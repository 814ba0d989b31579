import { createHash } from 'node:crypto';
import { type Answer, json, type Problem } from './exchange.ts';
import { pathOf } from './neighbours.ts';

export type Step = 'address' | 'person' | 'link';
export type StepStatus = 'pending' | 'running' | 'done' | 'failed' | 'undone';

/** What comes next: to create a profile begins with `address`, to delete one with `remove`. */
export type Stage = Step | 'remove' | 'undo-person' | 'undo-address' | 'end';
export type Status = 'running' | 'succeeded' | 'failed' | 'compensated';

/** What a job knows by now; it is stored after each call. */
export interface State {
  stage: Stage;
  steps: Record<Step, StepStatus>;
  /** What goes to the neighbours, to the byte. */
  bodies: Record<'address' | 'person', string>;
  addressId?: string;
  /** Whether it may be deleted: this job made it, or the client wants the profile deleted. */
  addressIsOurs?: boolean;
  personId?: string;
  /** Of the person to be deleted on behalf of a client. */
  personEtag?: string;
  problem?: Problem;
}

/** Something to be done with the neighbours, whatever happens to this process meanwhile. */
export interface Job {
  id: string;
  kind: 'create' | 'delete';
  /** Who began it: a digest of the `sub`. */
  owner: string;
  /** Digests of the Idempotency-Key, and of the body that came with it. */
  key: string | null;
  body: string | null;
  /** Whether the client does not wait for the end. */
  later: boolean;
  origin: string;
  trace: string;
  /** The Idempotency-Key of its own for Person. */
  personKey: string;
  status: Status;
  state: State;
  /** What a client was told of success, to be told again. */
  answer: Answer | null;
}

export function digest(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A `sub` or an id may hold what PostgreSQL cannot, so that only its digest is stored. */
export function digestOf(name: string): string {
  return digest(JSON.stringify(name));
}

export function hrefOf({ id, origin }: Pick<Job, 'id' | 'origin'>): string {
  return `${origin}/operations/${id}`;
}

/** The operation, as its owner sees it. */
export function showOperation(job: Job, status = 200): Answer {
  const { state, origin } = job;
  const steps = Object.entries(state.steps).map(([name, status]) => ({ name, status }));
  const links = [{ rel: 'self', href: hrefOf(job) }];
  if (job.status === 'succeeded' && state.personId !== undefined) {
    links.push({ rel: 'profile', href: origin + pathOf('profiles', state.personId) });
  }
  const isOver = job.status === 'failed' || job.status === 'compensated';
  const problem = isOver ? { problem: state.problem } : {};
  const shown = json(status, { id: job.id, status: job.status, steps, ...problem, links });
  const etag = `"${digest(String(shown.body)).slice(0, 20)}"`;
  const again: Record<string, string> = job.status === 'running' ? { 'retry-after': '1' } : {};
  return { ...shown, headers: { ...shown.headers, etag, ...again } };
}
