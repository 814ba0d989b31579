import { checkpoint, expect } from '../../src/check.ts';
import type { NeighbourCall, Step } from '../../src/doubles/neighbours/scene.ts';
import { inBatches, times } from '../01-address/reading.ts';
import { type Context, inTurn, resident } from './acting.ts';
import { keptFailing } from './retries.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.5');

/** Of 32 pauses. A busy machine makes them longer, never shorter, and all eight of a round at once. */
const LONG_ONES = 10;
/** The other 22 of a range of 100 ms lie as close together once in a million times. */
const NARROW_MS = 25;
/** As many may be longer than 300 ms and the machine's share. */
const LONGEST_ONES = 5;
const LONGEST_MS = 400;

check(
  'repeat.pause',
  'before a repeat there is a pause of at most 300 ms, before a second one too, drawn at random from a range at least 100 ms wide',
  {
    clause: 'E',
    needs: ['repeat.read', 'repeat.most', 'circuit.counts'],
    demands: ['doubles', 'lifecycle'],
    at: 'repeats',
  },
  async (context) => {
    const { readCalls, writeCalls } = await keptFailing(context);
    const seconds = [readCalls, writeCalls].map(([, second, third]) => between(second, third));
    // Both, since a busy machine may have made one of them longer.
    expect({ 'the pause before a second repeat': Math.min(...seconds) < LONGEST_MS ? 'short' : seconds }).toEqual({
      'the pause before a second repeat': 'short',
    });
    await inTurn(context, 'repeats', async (there) => {
      const pauses: number[] = [];
      // Five failures in a row would open a circuit.
      for (let round = 0; round < 4; round += 1) {
        pauses.push(...(await inBatches(times(4, String), () => pausesOf(there))).flat());
      }
      pauses.sort((one, other) => one - other);
      expect(pauses.at(-1 - LONGEST_ONES)).toBeLessThan(LONGEST_MS);
      const range = Math.round(Number(pauses.at(-1 - LONG_ONES)) - Number(pauses[0]));
      expect({ 'the pauses differ by': range < NARROW_MS ? `${range} ms` : 'enough' }).toEqual({
        'the pauses differ by': 'enough',
      });
    });
  },
);

/** In ms, from a failure to the repeat; 0 when there was none. */
function between(failed?: NeighbourCall, repeated?: NeighbourCall): number {
  return repeated ? repeated.at - (failed?.endedAt ?? 0) : 0;
}

/** From the failure of a call to its repeat, for both calls of a read. */
async function pausesOf(context: Context): Promise<number[]> {
  const { scene, holder, path } = await resident(context);
  const steps: Step[] = ['GET /persons/{id}', 'GET /persons/{id}/address'];
  for (const step of steps) scene.strike(step, { kind: 'status', status: 503 }, { times: 1 });
  await holder.get(path);
  return steps.map((step) => {
    const [first, second] = scene.calls(step);
    return (second?.at ?? Number.POSITIVE_INFINITY) - (first?.endedAt ?? 0);
  });
}
