import type { Answer } from '../../src/answer.ts';
import { type Context, calm, inTurn, type Resident, resident, until } from './acting.ts';
import {
  callsTo,
  type Opened,
  type OpenReads,
  PAUSE_MS,
  passedSince,
  readAll,
  residents,
  whileOpen,
} from './open-circuit.ts';

export interface SlowReads {
  /** Of a person for whom Person never answers. */
  person: Answer;
  /** Of persons whose address never comes, or only its first half. */
  address: Answer;
  half: Answer;
  /** Of somebody else, meanwhile. */
  other: Answer;
  /** Of /health, while calls hang and after they have failed. */
  health: Answer[];
  /** Once five calls for an address were late. */
  late: OpenReads;
}

const HOME = 'GET /persons/{id}/address';

/** Reads while the neighbours hang. */
export function slowReads(context: Context): Promise<SlowReads> {
  return context.service.shared('slow reads', () => inTurn(context, 'repeats', readSlowly));
}

async function readSlowly(there: Context): Promise<SlowReads> {
  const [one, three, other] = (await residents(there, 3)) as [Resident, Resident, Resident];
  const homeless = await hanging(there);
  one.scene.strike('GET /persons/{id}', { kind: 'hang' });
  three.scene.strike(HOME, { kind: 'slow body', ms: 8_000 }, { effect: true });
  const reading = readAll([one, three, other]);
  const lost = readAll(homeless);
  const late = passedWhenLate(there, homeless, lost);
  const hang = () => [one, three, ...homeless].every(({ scene }) => scene.calls().length > 0);
  await Promise.race([reading, until(hang, 'No call hangs').catch(() => undefined)]);
  const during = await there.api.get('/health');
  const [person, half, whole] = (await reading) as [Answer, Answer, Answer];
  const [address] = (await lost) as [Answer];
  return { person, address, half, other: whole, health: [during, await there.api.get('/health')], late: await late };
}

/** As many as late calls open a circuit, of whom the address never comes. */
async function hanging(there: Context): Promise<Resident[]> {
  const some = await residents(there, MOST_FAILURES);
  for (const { scene } of some) scene.strike(HOME, { kind: 'hang' });
  return some;
}

const MOST_FAILURES = 5;

/** Reads right after these have their answers, and the calls for an address that came through. */
async function passedWhenLate(there: Context, struck: Resident[], answered: Promise<Answer[]>): Promise<OpenReads> {
  const [seen] = await whileOpen(
    async (look) => {
      if (look === 1) return openedBy(struck, answered);
      await calm(there);
      const others = await hanging(there);
      return openedBy(others, readAll(others));
    },
    async (opened) => passedSince(there, opened, [await resident(there), await resident(there)]),
  );
  return seen;
}

async function openedBy(struck: Resident[], answered: Promise<Answer[]>): Promise<Opened> {
  await answered;
  const ends = callsTo(struck, HOME).flatMap(({ endedAt }) => endedAt ?? []);
  const fifth = ends.sort((one, other) => one - other)[MOST_FAILURES - 1];
  // Who gives a call up without closing its connection has paused once at most before the answer.
  return { step: HOME, struck, answered, failedAt: fifth ?? performance.now() - PAUSE_MS };
}
