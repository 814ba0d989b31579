import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from '../../src/answer.ts';
import { problem } from '../../src/doubles/neighbours/answers.ts';
import type { Held, Scene, Step } from '../../src/doubles/neighbours/scene.ts';
import { ContractBroken } from '../../src/reason.ts';
import { shown, times } from '../01-address/reading.ts';
import { type Context, newcomer, on, posted, type Resident, resident } from './acting.ts';
import {
  allSince,
  callsTo,
  type Open,
  type Opened,
  type OpenReads,
  passedSince,
  readAll,
  residents,
  whileOpen,
} from './open-circuit.ts';

// One instance of its own, step after step, whichever check asks first.

/** After 1.5 s the next request is let try; half a second more for a busy machine. */
const TRY_MS = 2_000;
/** Shorter than the time limit of a call. */
const TOGETHER_MS = 900;
const unwell = { kind: 'status', status: 503 } as const;
const cut = { kind: 'cut' } as const;

export interface PersonCircuit {
  /** When a call was let through again, in ms after the fifth failure; undefined when none came. */
  triedAfterMs: number | undefined;
  /** Right after that one had failed. The writes come here: what they should not have begun is undone for a while. */
  again: Open;
  /** Once Person was well again: the first read that succeeded, one of which a call failed once, and some at once. */
  back: Answer[];
}

const PERSON: Step = 'GET /persons/{id}';
const HOME: Step = 'GET /persons/{id}/address';
const LINK: Step = 'PUT /persons/{id}/address';

export interface CountedReads {
  /** Of which one call fails each, and its repeat succeeds. */
  first: Answer[];
  /** Right afterwards: a call of each fails, and its repeat is answered with 404. */
  gone: Answer[];
  /** Right afterwards, as the first. */
  last: Answer[];
}

/** Reads in which four calls in a row fail, and the fifth does not. */
export function countedReads(context: Context): Promise<CountedReads> {
  return context.service.shared('reads with four failures', async () => {
    const there = await on(context, 'circuits');
    const first = await fourFail(there, PERSON);
    const gone = await fourFail(there, PERSON, ({ scene }) => there.neighbours.persons.forget(scene.person.id));
    return { first, gone, last: await fourFail(there, PERSON) };
  });
}

/** Person's circuit, when it has opened. */
export function openCircuit(context: Context): Promise<[OpenReads, Opened]> {
  return context.service.shared('open circuit of Person', async () => {
    await countedReads(context);
    const there = await on(context, 'circuits');
    return whileOpen(
      () => fiveFail(there, PERSON, unwell),
      async (now) => {
        const others = await residents(there, 3);
        // No reason to wait where nobody is shown.
        for (const { scene } of others) scene.strike(HOME, { kind: 'delay', ms: 800 });
        return passedSince(there, now, others);
      },
    );
  });
}

/** The same, half-open, open again, and closed in the end. */
export function personCircuit(context: Context): Promise<PersonCircuit> {
  return context.service.shared('circuit of Person', async () => {
    const [, opened] = await openCircuit(context);
    const there = await on(context, 'circuits');
    const tried = await nextTry(opened);
    const triedAfterMs = tried && tried.at - opened.failedAt;
    const struck = [...opened.struck];
    const [again] = await whileOpen(
      async (look) => {
        // What came too late for the first look may have closed the circuit.
        const now = look === 1 ? opened : await fiveFail(there, PERSON, unwell);
        struck.push(...now.struck);
        return { ...now, failedAt: (look === 1 ? tried : await nextTry(now))?.endedAt ?? performance.now() };
      },
      (now) => allSince(there, now),
    );
    for (const { scene } of struck) scene.heal();
    const [failing, ...others] = (await residents(there, 4)) as [Resident, ...Resident[]];
    failing.scene.strike(PERSON, unwell, { times: 1 });
    const back = [await firstWhole(there), ...(await readAll([failing])), ...(await readAll(others))];
    return { triedAfterMs, again, back };
  });
}

/** Address's circuit, of which the read of an address by way of Person is a part. */
export function addressCircuit(context: Context): Promise<Open> {
  return context.service.shared('circuit of Address', async () => {
    await personCircuit(context);
    const there = await on(context, 'circuits');
    const [seen] = await whileOpen(
      () => fiveFail(there, HOME, cut, 3),
      (opened) => allSince(there, opened),
    );
    return seen;
  });
}

/** Reads while Person's circuit is open because links have failed, whose path ends like that of an address. */
export async function readsAfterLinks(there: Context): Promise<OpenReads> {
  const undoing: Held[] = [];
  const [seen] = await whileOpen(
    () => linksFail(there, undoing),
    async (opened) => passedSince(there, opened, await residents(there, 3)),
  );
  for (const { release } of undoing) release();
  await firstWhole(there);
  return seen;
}

async function fourFail(
  there: Context,
  step: Step,
  prepare: (one: Resident) => void = () => undefined,
): Promise<Answer[]> {
  const four = await residents(there, 4);
  four.forEach(prepare);
  for (const { scene } of four) scene.strike(step, unwell, { times: 1 });
  return readAll(four);
}

/** From a closed circuit: five calls that fail, and would go on failing, in so many reads; repeats count. */
async function fiveFail(there: Context, step: Step, how: typeof unwell | typeof cut, reads = 5): Promise<Opened> {
  await firstWhole(there);
  const struck = await residents(there, reads);
  for (const { scene } of struck) scene.strike(step, how);
  const answered = readAll(struck).catch(() => undefined);
  return { step, struck, answered, failedAt: await fifthFailure(struck, step, `${reads} reads`) };
}

/** From a closed circuit: links that fail, and would go on failing. @param undoing gets what their undo waits for */
async function linksFail(there: Context, undoing: Held[]): Promise<Opened> {
  await firstWhole(there);
  const scenes = times(5, () => newcomer(there));
  // What Person does well meanwhile would end the row: so the first links wait for each other.
  const held = scenes.map((scene) => scene.hold(LINK, { answer: problem(503) }));
  for (const scene of scenes) {
    scene.strike(LINK, unwell);
    undoing.push(scene.hold(PERSON), scene.hold('DELETE /persons/{id}'));
    posted(there, scene).catch(() => undefined);
  }
  await Promise.race([Promise.all(held.map(({ arrived }) => arrived)), pause(TOGETHER_MS)]);
  for (const { release } of held) release();
  const struck = scenes.map((scene) => ({ scene }));
  const failedAt = await fifthFailure(struck, LINK, `${scenes.length} profiles`);
  return { step: PERSON, struck: [], answered: Promise.resolve(), failedAt };
}

/** When the fifth of these calls had failed. @throws ContractBroken when there were less */
async function fifthFailure(struck: { scene: Scene }[], step: Step, after: string): Promise<number> {
  for (const limit = performance.now() + TRY_MS; performance.now() < limit; await pause(5)) {
    const failed = callsTo(struck, step)
      .flatMap(({ endedAt }) => endedAt ?? [])
      .sort((one, other) => one - other);
    if (failed[4] !== undefined) return failed[4];
  }
  throw new ContractBroken(`${after} did not lead to five calls of ${step}.`);
}

/** Asks every 100 ms until a call is let through. */
async function nextTry({ step, struck: [one] }: Opened) {
  for (const limit = performance.now() + TRY_MS; one && performance.now() < limit; await pause(100)) {
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
