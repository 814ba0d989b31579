import { checkpoint, expect } from '../../src/check.ts';
import type { Step } from '../../src/doubles/neighbours/scene.ts';
import { inBatches, times } from '../01-address/reading.ts';
import { type Context, inTurn, resident } from './acting.ts';
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
  'before a repeat there is a pause of at most 300 ms, drawn at random from a range at least 100 ms wide',
  { clause: 'E', needs: ['repeat.read', 'circuit.counts'], demands: ['doubles', 'lifecycle'], at: 'repeats' },
  (context) =>
    inTurn(context, 'repeats', async (there) => {
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
    }),
);

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
