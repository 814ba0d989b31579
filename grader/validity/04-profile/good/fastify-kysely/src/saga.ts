import type { Journey, Reply } from './calls.ts';
import { idIn, isUndecided, type Neighbours } from './neighbours.ts';
import type { NewChore, Operation, Operations } from './operations.ts';
import type { Facts } from './problem.ts';
import { type Found, profileHref, readProfile } from './profile.ts';
import { refusalOf } from './refusal.ts';

export interface SagaParts {
  operations: Operations;
  neighbours: Neighbours;
}

/** A 201, to the byte. */
export interface Recorded {
  location: string;
  etag: string;
  body: string;
}

/** How the way forward ended. After a problem there may be chores. */
export type End = { operation: Operation } | { problem: Facts };

class Failure {
  readonly step: 'address_step' | 'person_step' | 'link_step';
  readonly problem: Facts;
  /** Whether there may be a person whose id is not known. */
  readonly doubt: boolean;

  constructor(step: Failure['step'], problem: Facts, doubt = false) {
    this.step = step;
    this.problem = problem;
    this.doubt = doubt;
  }
}

/**
 * Goes on from where the operation stands, up to its end; each outcome is stored before the next call.
 * @param resumed whether the step that runs may have been taken already, by a process that was killed.
 */
export async function goForward(parts: SagaParts, begun: Operation, journey: Journey, resumed: boolean): Promise<End> {
  let operation = begun;
  try {
    if (operation.address_step === 'running') operation = await makeAddress(parts, operation, journey);
    if (operation.person_step === 'running') operation = await makePerson(parts, operation, journey, resumed);
    if (operation.link_step === 'running') operation = await link(parts, operation, journey);
    return { operation: await succeed(parts, operation, journey) };
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    await parts.operations.fail(operation, failure.step, failure.problem, choresAfter(operation, failure.doubt));
    return { problem: failure.problem };
  }
}

async function makeAddress({ operations, neighbours }: SagaParts, { id, address_body }: Operation, journey: Journey) {
  const { reply } = await neighbours.createAddress(address_body, journey);
  const addressId = reply.kind === 'answer' && [200, 201].includes(reply.status) ? idIn(reply) : undefined;
  // Without an answer it counts as not made: nobody can tell whose a place is that is there afterwards.
  if (reply.kind !== 'answer' || addressId === undefined) {
    throw new Failure('address_step', refusalOf(reply, 'address'));
  }
  return operations.record(id, {
    address_step: 'done',
    address_id: addressId,
    address_etag: reply.etag ?? null,
    address_mine: reply.status === 201,
    person_step: 'running',
  });
}

async function makePerson(
  { operations, neighbours }: SagaParts,
  { id, person_body, person_key }: Operation,
  journey: Journey,
  resumed: boolean,
) {
  const { reply, doubt } = await neighbours.createPerson(person_body, person_key, journey);
  const personId = personIn(reply);
  if (reply.kind !== 'answer' || personId === undefined) {
    throw new Failure('person_step', refusalOf(reply, 'person'), !isDecided(reply) && (doubt || resumed));
  }
  const made = { person_id: personId, person_etag: reply.etag ?? null };
  return operations.record(id, { ...made, person_step: 'done', link_step: 'running' });
}

/** Whether Person has said what became of a `POST`, under its key: earlier tries are then no riddle any more. */
export function isDecided(reply: Reply): boolean {
  return reply.kind === 'answer' && reply.status < 500 && !isUndecided(reply);
}

export function personIn(reply: Reply): string | undefined {
  return reply.kind === 'answer' && reply.status === 201 ? idIn(reply) : undefined;
}

async function link({ operations, neighbours }: SagaParts, operation: Operation, journey: Journey) {
  const { id, person_id, address_id } = operation;
  const { reply } = await neighbours.link(person_id ?? '', address_id ?? '', journey);
  const linked = reply.kind === 'answer' && reply.status >= 200 && reply.status < 300;
  if (!linked) throw new Failure('link_step', refusalOf(reply, 'link'));
  return operations.record(id, { link_step: 'done' });
}

/** The person has changed by the link: who waits is shown what `GET` shows now. */
async function succeed({ operations, neighbours }: SagaParts, operation: Operation, journey: Journey) {
  const { id, later } = operation;
  if (later) return operations.record(id, { status: 'succeeded' });
  const personId = operation.person_id ?? '';
  const profile = await readProfile(neighbours, personId, journey);
  if (typeof profile === 'string') throw new Failure('link_step', refusalOf(asReply(profile), 'link'));
  const { etag, body } = profile;
  // Relative to /profiles.
  const answer: Recorded = { location: profileHref(personId).slice('../'.length), etag, body };
  return operations.record(id, { status: 'succeeded', answer: JSON.stringify(answer) });
}

function asReply(found: Extract<Found, string>): Reply {
  return { kind: found === 'slow' ? 'late' : 'refused' };
}

/** In reverse: first the person, then the address, if it was this operation that made it. */
function choresAfter({ address_id, address_etag, address_mine, ...made }: Operation, doubt: boolean): NewChore[] {
  const chores: NewChore[] = [];
  if (doubt) chores.push({ nr: 1, kind: 'settle', target: '', etag: null });
  if (made.person_id !== null) chores.push({ nr: 2, kind: 'person', target: made.person_id, etag: made.person_etag });
  if (address_id !== null && address_mine) {
    chores.push({ nr: 3, kind: 'address', target: address_id, etag: address_etag });
  }
  return chores;
}
