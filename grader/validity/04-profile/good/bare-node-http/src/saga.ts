import { away, type Fault, problemOf, Refusal } from './exchange.ts';
import type { Job, Stage, Step } from './job.ts';
import { NoReply, refusalFor, type Told } from './line.ts';
import { isThing, type Neighbours } from './neighbours.ts';
import type { Cause } from './trace.ts';

/** What a stage works with. */
export interface Turn {
  neighbours: Neighbours;
  job: Job;
  cause: Cause;
  /** Whether this very call may have been made before. */
  isAgain: boolean;
}

/** The job stays where it is, and is tried again; a client who waits is refused. */
export class NotYet extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** A neighbour that changes a thing between each look at it and its deletion must do it this often to win. */
const ROUNDS = 5;

/** Does what comes next, and notes what came of it. Rejects with NotYet or NoReply when nothing did. */
export async function advance(turn: Turn): Promise<void> {
  const { stage } = turn.job.state;
  if (stage !== 'end') await stages[stage](turn);
}

const stages: Record<Exclude<Stage, 'end'>, (turn: Turn) => Promise<void>> = {
  async address({ neighbours, job, cause }) {
    const { state } = job;
    const reply = await calmly(neighbours.createAddress(state.bodies.address, { cause }));
    if (reply instanceof NoReply) return fail(job, 'address', refusalFor(reply));
    if (reply.status !== 200 && reply.status !== 201) return fail(job, 'address', refusalOf(reply, 'address'));
    state.addressId = idIn(reply);
    state.addressIsOurs = reply.status === 201;
    proceed(job, 'address', 'person');
  },

  async person({ neighbours, job, cause, isAgain }) {
    const { state, personKey } = job;
    const reply = await calmly(neighbours.createPerson(state.bodies.person, personKey, { cause }));
    if (reply instanceof NoReply) {
      // Somebody whom nobody could name may have been made: the same key will tell.
      if (isAgain || reply.inDoubt) throw new NotYet(refusalFor(reply));
      return fail(job, 'person', refusalFor(reply));
    }
    if (reply.status !== 200 && reply.status !== 201) return fail(job, 'person', refusalOf(reply, 'person'));
    state.personId = idIn(reply);
    proceed(job, 'person', 'link');
  },

  async link({ neighbours, job, cause }) {
    const { personId = '', addressId = '' } = job.state;
    const reply = await calmly(neighbours.link(personId, addressId, { cause }));
    if (reply instanceof NoReply) return fail(job, 'link', refusalFor(reply));
    if (!isDone(reply)) return fail(job, 'link', away('The person could not be linked to the address.'));
    proceed(job, 'link', 'end');
    job.status = 'succeeded';
  },

  async remove({ neighbours, job, cause, isAgain }) {
    const { personId = '', personEtag = '*' } = job.state;
    const reply = await calmly(neighbours.deletePerson(personId, personEtag, { cause }));
    if (reply instanceof NoReply) {
      if (isAgain || reply.inDoubt) throw new NotYet(away('Nobody said whether the person is deleted.'));
      return finish(job, away('Persons are away.'));
    }
    const isRepeat = isAgain || reply.repeats > 0;
    if (isDone(reply) || (isGone(reply) && isRepeat)) return undoNext(job);
    if (isGone(reply)) return finish(job, new Refusal(404, 'There is no such profile any more.'));
    if (reply.status === 412) return finish(job, new Refusal(412, 'The person has changed meanwhile.'));
    finish(job, away('The person could not be deleted.'));
  },

  async 'undo-person'({ neighbours, job, cause }) {
    const { personId = '' } = job.state;
    await removed(
      () => neighbours.person(personId, { cause }),
      (etag) => neighbours.deletePerson(personId, etag, { cause }),
    );
    job.state.steps.person = 'undone';
    undoNext(job);
  },

  async 'undo-address'({ neighbours, job, cause }) {
    const { addressId = '', personId } = job.state;
    const isShared = await neighbours.isSomebodysHome(addressId, personId, { cause });
    if (isShared === undefined) throw new NotYet(away('Nobody said who lives there.'));
    if (!isShared) {
      await removed(
        () => neighbours.address(addressId, { cause }),
        (etag) => neighbours.deleteAddress(addressId, etag, { cause }),
      );
      job.state.steps.address = 'undone';
    }
    job.state.addressIsOurs = false;
    undoNext(job);
  },
};

function proceed({ state }: Job, step: Step, stage: Step | 'end'): void {
  state.steps[step] = 'done';
  state.stage = stage;
  if (stage !== 'end') state.steps[stage] = 'running';
}

function fail(job: Job, step: Step, refusal: Refusal): void {
  job.state.steps[step] = 'failed';
  job.state.problem = problemOf(refusal);
  undoNext(job);
}

/** The last that was made goes first. */
function undoNext(job: Job): void {
  const { state, kind } = job;
  if (kind === 'create' && state.steps.person === 'done') state.stage = 'undo-person';
  else if (state.addressIsOurs) state.stage = 'undo-address';
  else finish(job);
}

function finish(job: Job, refusal?: Refusal): void {
  const { state, kind } = job;
  state.stage = 'end';
  if (refusal) state.problem = problemOf(refusal);
  const isUndone = kind === 'create' && Object.values(state.steps).includes('undone');
  const end = isUndone ? 'compensated' : 'failed';
  job.status = state.problem ? end : 'succeeded';
}

/** Looks before each deletion, since others may have changed it, or this job itself by a link. */
async function removed(look: () => Promise<Told>, remove: (etag: string) => Promise<Told>): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const seen = await look();
    if (isGone(seen)) return;
    if (seen.status !== 200) break;
    const reply = await remove(seen.headers.etag ?? '*');
    if (isDone(reply) || isGone(reply)) return;
    if (reply.status !== 412) break;
  }
  throw new NotYet(away('A neighbour does not let it be deleted.'));
}

async function calmly(asking: Promise<Told>): Promise<Told | NoReply> {
  return asking.catch((error: unknown) => {
    if (error instanceof NoReply) return error;
    throw error;
  });
}

function isDone({ status }: Told): boolean {
  return status >= 200 && status < 300;
}

function isGone({ status }: Told): boolean {
  return status === 404 || status === 410;
}

function idIn({ value }: Told): string {
  return String((value as { id: string }).id);
}

/** What the client hears of a neighbour's refusal of what it sent. */
function refusalOf({ status, value }: Told, member: 'address' | 'person'): Refusal {
  if (status === 422) return new Refusal(422, `The ${member} breaks a rule.`, { errors: faultsIn(value, member) });
  if (status === 409 && member === 'person') return new Refusal(409, 'Somebody else has that e-mail address.');
  return away('A neighbour refuses to go on.');
}

function faultsIn(value: unknown, member: string): Fault[] {
  const { errors } = Object(value) as { errors?: unknown };
  const faults = (Array.isArray(errors) ? errors : []).filter(isThing).map(({ pointer, detail }) => ({
    pointer: `/${member}${typeof pointer === 'string' ? pointer : ''}`,
    detail: typeof detail === 'string' ? detail : 'breaks a rule',
  }));
  return faults.length > 0 ? faults : [{ pointer: `/${member}`, detail: 'breaks a rule' }];
}
