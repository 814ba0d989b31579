import { checkpoint, expect } from '../../src/check.ts';
import type { Step } from '../../src/doubles/neighbours/scene.ts';
import { inTurn, newcomer, posted, resident, until } from './acting.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.5');

/** 4 s, and the machine's share. */
const BUDGET_MS = 4_700;

check(
  'slow.budget',
  'a client has its answer within 4 s, also when three calls are slow and the fourth hangs',
  { clause: 'E, A18', needs: ['slow.patient', 'repeat.write'], demands: ['doubles'] },
  async (context) => {
    const scene = newcomer(context);
    const slow: Step[] = ['POST /addresses', 'POST /persons', 'PUT /persons/{id}/address'];
    for (const step of slow) scene.strike(step, { kind: 'delay', ms: 800 });
    scene.strike('GET /persons/{id}', { kind: 'hang' });
    const { answer } = await posted(context, scene);
    expect(answer.durationMs).toBeLessThan(BUDGET_MS);
  },
);

check(
  'delete.repeat',
  'a DELETE of a person whose answer is lost is repeated, and 404 to the repeat means that it is done: 204',
  { clause: 'E', needs: ['delete.first', 'repeat.write'], demands: ['doubles', 'lifecycle'] },
  (context) =>
    inTurn(context, 'repeats', async (there) => {
      const { scene, holder, path } = await resident(there);
      scene.strike('DELETE /persons/{id}', { kind: 'cut' }, { times: 1, effect: true });
      expect(await holder.delete(path, { ifMatch: '*' })).toHaveStatus(204);
      await until(() => scene.address === undefined, 'The address is still there');
    }),
);
