import { checkpoint, expect } from '../../src/check.ts';
import { problem } from '../../src/doubles/neighbours/answers.ts';
import { newcomer, posted, until } from './acting.ts';
import { deletedLate, undoneLate } from './late.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.3');
const demands = ['doubles'] as const;

/** A client has its answer within 4 s; the rest is the machine's share. */
const BUDGET_MS = 4_700;

check(
  'undo.late',
  'a call of an undo that is not answered within 2 s is not waited for either: it is made again',
  { clause: 'E, A18', needs: ['undo.address'], demands: [...demands], waits: true },
  async (context) => {
    const scene = newcomer(context);
    scene.strike('POST /persons', { kind: 'reply', answer: problem(422, { pointers: ['/email'] }) });
    scene.strike('DELETE /addresses/{id}', { kind: 'hang' }, { times: 1 });
    await posted(context, scene);
    await until(() => scene.address === undefined, 'The address is still there');
  },
);

check(
  'undo.patient',
  'an undo has no last try, and no end with its client: what cannot be asked for 4 s is undone afterwards',
  { clause: 'E', needs: ['undo.address'], demands: [...demands], waits: true },
  async (context) => {
    const { scene } = await undoneLate(context);
    await until(() => scene.address === undefined, 'The address is still there, though Person answers again');
  },
);

check(
  'undo.told',
  'however long an undo takes, the client is told within 4 s why the step failed',
  { clause: 'E', needs: ['undo.patient', 'refused.person'], demands: [...demands], waits: true },
  async (context) => {
    const { answer } = await undoneLate(context);
    expect({ 'an answer': answer ? 'has come' : 'has not come' }).toEqual({ 'an answer': 'has come' });
    if (!answer) return;
    expect(answer).toBeProblem(422, { pointers: ['/person/email'] });
    expect(answer.durationMs).toBeLessThan(BUDGET_MS);
  },
);

check(
  'undo.refused',
  'only 404 ends an undo: a DELETE that is answered with another 4xx is sent again',
  { clause: 'E', needs: ['undo.reverse'], demands: [...demands], waits: true },
  async (context) => {
    const scene = newcomer(context);
    scene.strike('PUT /persons/{id}/address', { kind: 'reply', answer: problem(422, { pointers: ['/href'] }) });
    for (const [step, status] of [
      ['DELETE /persons/{id}', 403],
      ['DELETE /addresses/{id}', 429],
    ] as const) {
      scene.strike(step, { kind: 'reply', answer: problem(status) }, { times: 1 });
    }
    await posted(context, scene);
    await until(() => scene.person === undefined, 'The person is still there');
    await until(() => scene.address === undefined, 'The address is still there');
  },
);

check(
  'delete.unsaid',
  'while Person cannot say who lives at the address, DELETE is answered within 4 s all the same: 204, and the address stays until Person can',
  { clause: 'E', needs: ['delete.shared'], demands: [...demands], waits: true },
  async (context) => {
    const { scene, answer, left } = await deletedLate(context);
    expect(answer).toHaveStatus(204);
    expect(answer.durationMs).toBeLessThan(BUDGET_MS);
    expect(left).toEqual({ person: 'is gone', address: 'is there' });
    await until(() => scene.address === undefined, 'The address is still there, though Person answers again');
  },
);
