import { checkpoint, expect } from '../../src/check.ts';
import { inTurn, resident, until } from './acting.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.5');

check(
  'delete.repeat',
  'a DELETE of a person whose answer is lost is repeated, and 404 to the repeat means that it is done: 204',
  { clause: 'E', needs: ['delete.first', 'repeat.write'], demands: ['doubles', 'lifecycle'], at: 'repeats' },
  (context) =>
    inTurn(context, 'repeats', async (there) => {
      const { scene, holder, path } = await resident(there);
      scene.strike('DELETE /persons/{id}', { kind: 'cut' }, { times: 1, effect: true });
      expect(await holder.delete(path, { ifMatch: '*' })).toHaveStatus(204);
      await until(() => scene.address === undefined, 'The address is still there');
    }),
);
