import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from '../../src/answer.ts';
import type { Scene, Step } from '../../src/doubles/neighbours/scene.ts';
import { ContractBroken } from '../../src/reason.ts';
import { shown, times } from '../01-address/reading.ts';
import { type Context, newcomer, on, posted, type Resident, resident } from './acting.ts';

// One instance of its own, step after step, whichever check asks first.

/** An open circuit lets no call through for this long. */
const OPEN_MS = 500;
/** What was on its way when the fifth call failed may still arrive. */
const ON_ITS_WAY_MS = 100;
/** After 1.5 s the next request is let try; half a second more for a busy machine. */
const TRY_MS = 2_000;

const unwell = { kind: 'status', status: 503 } as const;

/** Reads while a circuit is open. */
export interface OpenReads {
  reads: Answer[];
  /** Calls that the circuit let through. */
  passed: number;
}

/** All that happens while a circuit is open. */
export interface Open extends OpenReads {
  post: Answer;
  remove: Answer;
  /** What the neighbours were asked to do for the two. */
  begun: Step[];
}

export interface PersonCircuit {
  open: OpenReads;
  /** When a call was let through again, in ms after the fifth failure; undefined when none came. */
  triedAfterMs: number | undefined;
  /** Right after that one had failed. The writes come here: what they should not have begun is undone for a while. */
  again: Open;
  /** Once Person was well again: the first read that succeeded, and some at once. */
  back: Answer[];
}

const PERSON: Step = 'GET /persons/{id}';
const HOME: Step = 'GET /persons/{id}/address';

/** Reads in which four calls in a row fail, and the fifth does not; twice. */
export function countedReads(context: Context): Promise<Answer[]> {
  return context.service.shared('reads with four failures', async () => {
    const there = await on(context, 'circuits');
    return [...(await fourFail(there, PERSON)), ...(await fourFail(there, PERSON))];
  });
}

/** Person's circuit, from closed over open and half-open to closed. */
export function personCircuit(context: Context): Promise<PersonCircuit> {
  return context.service.shared('circuit of Person', async () => {
    await countedReads(context);
    const there = await on(context, 'circuits');
    // Should that have opened it, the rest can be judged all the same.
    await firstWhole(there);
    const { struck, failedAt } = await fiveFail(there, PERSON);
    const open = await passedSince(await residents(there, 3), struck, PERSON, failedAt);
    const tried = await nextTry(struck, PERSON, failedAt);
    const again = await whileOpen(there, struck, PERSON, tried?.endedAt ?? performance.now());
    for (const { scene } of struck) scene.heal();
    const back = [await firstWhole(there), ...(await readAll(await residents(there, 3)))];
    return { open, triedAfterMs: tried && tried.at - failedAt, again, back };
  });
}

/** Address's circuit, of which the read of an address by way of Person is a part. */
export function addressCircuit(context: Context): Promise<Open> {
  return context.service.shared('circuit of Address', async () => {
    await personCircuit(context);
    const there = await on(context, 'circuits');
    const { struck, failedAt } = await fiveFail(there, HOME);
    return whileOpen(there, struck, HOME, failedAt);
  });
}

async function residents(there: Context, count: number): Promise<Resident[]> {
  return Promise.all(times(count, () => resident(there)));
}

function readAll(some: Resident[]): Promise<Answer[]> {
  return Promise.all(some.map(({ holder, path }) => holder.get(path)));
}

async function fourFail(there: Context, step: Step): Promise<Answer[]> {
  const four = await residents(there, 4);
  for (const { scene } of four) scene.strike(step, unwell, { times: 1 });
  return readAll(four);
}

/** Five calls at once that fail, and would go on failing; `failedAt` is when the fifth had. */
async function fiveFail(there: Context, step: Step): Promise<{ struck: Resident[]; failedAt: number }> {
  const struck = await residents(there, 5);
  for (const { scene } of struck) scene.strike(step, unwell);
  readAll(struck).catch(() => undefined);
  for (const limit = performance.now() + TRY_MS; performance.now() < limit; await pause(5)) {
    const failed = callsTo(struck, step)
      .flatMap(({ endedAt }) => endedAt ?? [])
      .sort((one, other) => one - other);
    if (failed[4] !== undefined) return { struck, failedAt: failed[4] };
  }
  throw new ContractBroken(`Five reads did not lead to five calls of ${step}.`);
}

function callsTo(some: { scene: Scene }[], step: Step) {
  return some.flatMap(({ scene }) => scene.calls(step));
}

async function whileOpen(there: Context, struck: Resident[], step: Step, failedAt: number): Promise<Open> {
  const some = await residents(there, 4);
  const [deleted, ...others] = some as [Resident, ...Resident[]];
  const scene = newcomer(there);
  await until(failedAt + ON_ITS_WAY_MS);
  const [{ answer: post }, remove, { reads, passed }] = await Promise.all([
    posted(there, scene),
    deleted.holder.delete(deleted.path, { ifMatch: '*' }),
    passedSince(others, struck, step, failedAt),
  ]);
  const begun = [...scene.calls(), ...deleted.scene.calls()].map((call) => call.step);
  return { reads, passed, post, remove, begun: begun.filter((one) => !one.startsWith('GET')) };
}

/** Reads at once while the circuit is open, and the calls that it let through in that time. */
async function passedSince(others: Resident[], struck: Resident[], step: Step, since: number): Promise<OpenReads> {
  await until(since + ON_ITS_WAY_MS);
  const reads = await readAll(others);
  await until(since + OPEN_MS);
  const inTime = ({ at }: { at: number }) => at > since + ON_ITS_WAY_MS && at < since + OPEN_MS;
  return { reads, passed: callsTo([...others, ...struck], step).filter(inTime).length };
}

/** Asks every 100 ms until a call is let through. */
async function nextTry([one]: Resident[], step: Step, failedAt: number) {
  for (; one && performance.now() < failedAt + TRY_MS; await pause(100)) {
    const before = one.scene.calls(step).length;
    await one.holder.get(one.path);
    const [call] = one.scene.calls(step).slice(before);
    if (call) return call;
  }
  return undefined;
}

/** The first read that shows a whole profile, or the last before the time is over. */
async function firstWhole(there: Context): Promise<Answer> {
  for (const limit = performance.now() + TRY_MS; ; await pause(100)) {
    const { holder, path } = await resident(there);
    const answer = await holder.get(path);
    const isWhole = answer.status === 200 && (shown(answer).unavailable ?? undefined) === undefined;
    if (isWhole || performance.now() > limit) return answer;
  }
}

async function until(moment: number): Promise<void> {
  await pause(Math.max(0, moment - performance.now()));
}
