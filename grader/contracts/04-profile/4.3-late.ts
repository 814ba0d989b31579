import { checkpoint, expect } from '../../src/check.ts';
import { problem } from '../../src/doubles/neighbours/answers.ts';
import { newcomer, posted, until } from './acting.ts';
import { kept, read } from './deleting.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.3');
const demands = ['doubles'] as const;

/** A client has its answer within 4 s; the rest is the machine's share. */
const BUDGET_MS = 4_700;

check(
  'undo.late',
  'a call of an undo that is not answered within 2 s is not waited for either: it is made again',
  { clause: 'E, A18', needs: ['undo.address'], demands: [...demands] },
  async (context) => {
    const scene = newcomer(context);
    scene.strike('POST /persons', { kind: 'reply', answer: problem(422, { pointers: ['/email'] }) });
    scene.strike('DELETE /addresses/{id}', { kind: 'hang' }, { times: 1 });
    await posted(context, scene);
    await until(() => scene.address === undefined, 'The address is still there');
  },
);

check(
  'delete.unsaid',
  'while Person cannot say who lives at the address, DELETE is answered within 4 s all the same: 204, and the address stays until Person can',
  { clause: 'E', needs: ['delete.shared'], demands: [...demands] },
  async (context) => {
    const { scene, holder, path, etag } = await read(context);
    scene.strike('GET /persons', { kind: 'reply', answer: problem(403) });
    const answer = await holder.delete(path, { ifMatch: etag });
    const left = kept(scene);
    scene.heal();
    expect(answer).toHaveStatus(204);
    expect(answer.durationMs).toBeLessThan(BUDGET_MS);
    expect(left).toEqual({ person: 'is gone', address: 'is there' });
    await until(() => scene.address === undefined, 'The address is still there, though Person answers again');
  },
);
