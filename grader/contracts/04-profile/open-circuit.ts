import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from '../../src/answer.ts';
import type { Scene, Step } from '../../src/doubles/neighbours/scene.ts';
import { times } from '../01-address/reading.ts';
import { type Context, later, newcomer, posted, type Resident, resident } from './acting.ts';

/** An open circuit lets no call through for this long. */
const OPEN_MS = 500;
/** What was on its way when the fifth call failed may still arrive. */
const ON_ITS_WAY_MS = 100;
/** The longest pause before a repeat, after which a circuit that is open is found open. */
export const PAUSE_MS = 300;
/** On a busy machine an answer may come when the circuit is no longer open. */
const LOOKS = 3;

/** Reads while a circuit is open. */
export interface OpenReads {
  reads: Answer[];
  /** How long an answer took at the same time that needs neither neighbour nor circuit. */
  plainMs: number;
  /** When all had their answers. */
  answeredAt: number;
  /** Calls that the circuit let through. */
  passed: number;
}

/** All that happens while a circuit is open. */
export interface Open extends OpenReads {
  /** To a `POST`, to one that does not wait, and to a `DELETE`. */
  writes: Answer[];
  /** What the neighbours were asked to do for them. */
  begun: Step[];
}

/** A circuit that has just opened, because calls of this step failed, and would go on failing. */
export interface Opened {
  step: Step;
  struck: Resident[];
  /** When the reads that failed have their answers. */
  answered: Promise<unknown>;
  /** When the call had failed that opened it. */
  failedAt: number;
}

/** Looks at an open circuit; again when the answers came after it may have closed, as a busy machine lets them. */
export async function whileOpen<T extends OpenReads>(
  open: (look: number) => Promise<Opened>,
  at: (opened: Opened) => Promise<T>,
): Promise<[T, Opened]> {
  for (let look = 1; ; look += 1) {
    const opened = await open(look);
    const seen = await at(opened);
    if (look === LOOKS || seen.answeredAt < opened.failedAt + OPEN_MS) return [seen, opened];
  }
}

/** All that may be asked for while the circuit is open: reads first, lest a write that should not succeed close it. */
export async function allSince(there: Context, opened: Opened): Promise<Open> {
  const some = await residents(there, 4);
  const [deleted, ...others] = some as [Resident, ...Resident[]];
  const [scene, unhurried] = [newcomer(there), newcomer(there)];
  const reading = passedSince(there, opened, others);
  await known(opened);
  const remove = deleted.holder.delete(deleted.path, { ifMatch: '*' });
  const posts = [posted(there, scene), posted(there, unhurried, { headers: later })];
  const writes = [...(await Promise.all(posts)).map(({ answer }) => answer), await remove];
  const answeredAt = performance.now();
  const begun = [scene, unhurried, deleted.scene].flatMap((one) => one.calls()).map(({ step }) => step);
  return {
    ...(await reading),
    answeredAt,
    writes,
    begun: begun.filter((step) => !step.startsWith('GET')),
  };
}

/** Reads at once while the circuit is open, and the calls that it let through in that time. */
export async function passedSince(there: Context, opened: Opened, others: Resident[]): Promise<OpenReads> {
  const { step, struck, failedAt } = opened;
  const since = await known(opened);
  const [reads, { durationMs: plainMs }] = await Promise.all([readAll(others), plain(there)]);
  const answeredAt = performance.now();
  await until(failedAt + OPEN_MS);
  const inTime = ({ at }: { at: number }) => at > since && at < failedAt + OPEN_MS;
  return { reads, plainMs, answeredAt, passed: callsTo([...others, ...struck], step).filter(inTime).length };
}

/** When the service must know that the call has failed: it has answered those who waited for it, or should have. */
async function known({ failedAt, answered }: Opened): Promise<number> {
  await until(failedAt + ON_ITS_WAY_MS);
  await Promise.race([answered, until(failedAt + ON_ITS_WAY_MS + PAUSE_MS)]);
  return performance.now();
}

/** What needs neither neighbour nor circuit. */
function plain({ api }: Context): Promise<Answer> {
  return api.aside().get('/profiles');
}

export async function residents(there: Context, count: number): Promise<Resident[]> {
  return Promise.all(times(count, () => resident(there)));
}

export function readAll(some: Resident[]): Promise<Answer[]> {
  return Promise.all(some.map(({ holder, path }) => holder.get(path)));
}

export function callsTo(some: { scene: Scene }[], step: Step) {
  return some.flatMap(({ scene }) => scene.calls(step));
}

async function until(moment: number): Promise<void> {
  await pause(Math.max(0, moment - performance.now()));
}
