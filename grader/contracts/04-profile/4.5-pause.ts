import { checkpoint, expect } from '../../src/check.ts';
import type { Step } from '../../src/doubles/neighbours/scene.ts';
import { inBatches, times } from '../01-address/reading.ts';
import { type Context, inTurn, resident } from './acting.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.5');

/** As many of 32 pauses, the shortest and the longest, are left out: a busy machine may have made those. */
const LEFT_OUT = 5;
/** The other 22 of a range of 100 ms lie as close together once in a million times. */
const NARROW_MS = 25;
/** 300 ms, and the machine's share. */
const LONGEST_MS = 400;

check(
  'repeat.pause',
  'before a repeat there is a pause of at most 300 ms, drawn at random from a range at least 100 ms wide',
  { clause: 'E', needs: ['repeat.read', 'circuit.counts'], demands: ['doubles', 'lifecycle'] },
  (context) =>
    inTurn(context, 'repeats', async (there) => {
      const pauses: number[] = [];
      // Five failures in a row would open a circuit.
      for (let round = 0; round < 4; round += 1) {
        pauses.push(...(await inBatches(times(4, String), () => pausesOf(there))).flat());
      }
      const usual = pauses.sort((one, other) => one - other).slice(LEFT_OUT, -LEFT_OUT);
      const [shortest = Number.NaN, longest = Number.NaN] = [usual[0], usual.at(-1)];
      expect(longest).toBeLessThan(LONGEST_MS);
      const range = Math.round(longest - shortest);
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
