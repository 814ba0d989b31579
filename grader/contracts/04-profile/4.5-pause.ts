import { checkpoint, expect } from '../../src/check.ts';
import type { Scene } from '../../src/doubles/neighbours/scene.ts';
import { inBatches, times } from '../01-address/reading.ts';
import { type Context, inTurn, resident } from './acting.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.5');

/** As wide as a range of 100 ms is not by chance in 16 draws: below 10⁻⁶ for an honest service. */
const NARROW_MS = 30;
/** 300 ms, and the machine's share. */
const LONGEST_MS = 450;

check(
  'repeat.pause',
  'before a repeat there is a pause of at most 300 ms, drawn at random from a range at least 100 ms wide',
  { clause: 'E', needs: ['repeat.read', 'circuit.counts'], demands: ['doubles', 'lifecycle'] },
  (context) =>
    inTurn(context, 'repeats', async (there) => {
      // Five failures in a row would open the circuit.
      const pauses: number[] = [];
      for (let round = 0; round < 4; round += 1)
        pauses.push(...(await inBatches(times(4, String), () => pauseOf(there))));
      expect(Math.max(...pauses)).toBeLessThan(LONGEST_MS);
      const range = Math.round(Math.max(...pauses) - Math.min(...pauses));
      expect({ 'the pauses differ by': range < NARROW_MS ? `${range} ms` : 'enough' }).toEqual({
        'the pauses differ by': 'enough',
      });
    }),
);

/** From the failure of a call to its repeat. */
async function pauseOf(context: Context): Promise<number> {
  const { scene, holder, path } = await resident(context);
  scene.strike('GET /persons/{id}', { kind: 'status', status: 503 }, { times: 1 });
  await holder.get(path);
  return gapIn(scene);
}

function gapIn(scene: Scene): number {
  const [first, second] = scene.calls('GET /persons/{id}');
  return (second?.at ?? Number.NaN) - (first?.endedAt ?? Number.NaN);
}
