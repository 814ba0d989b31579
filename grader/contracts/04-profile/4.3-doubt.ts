import { setTimeout as pause } from 'node:timers/promises';
import { checkpoint, expect } from '../../src/check.ts';
import { problem } from '../../src/doubles/neighbours/answers.ts';
import { holder, newcomer, posted, until } from './acting.ts';
import { onceFree } from './again.ts';
import { isConsistent } from './durable.ts';
import { doubtful, slowWrites } from './slow-writes.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.3');

const refusedLink = { kind: 'reply', answer: problem(422, { pointers: ['/href'] }) } as const;

check(
  'undo.in-doubt',
  'a POST of a person without an answer is repeated, same key and same bytes, until it is answered, whatever 5xx come meanwhile; then undone or gone on with',
  {
    clause: 'E, C',
    needs: ['undo.reverse', 'key.person', 'slow.create'],
    demands: ['doubles', 'lifecycle'],
    at: 'writes',
  },
  async (context) => {
    for (const { scene } of [(await slowWrites(context)).person, await doubtful(context)]) {
      const calls = () => scene.calls('POST /persons');
      await until(() => calls().length > 1, 'POST /persons has not been repeated');
      await until(() => isConsistent(scene), 'The person has not been undone, and does not live at the address');
      const asked = calls().map(({ headers, body }) => ({ key: headers['idempotency-key'], body }));
      expect(asked).toEqual(asked.map(() => asked[0]));
    }
  },
);

check(
  'undo.new-key',
  'after an undo the same key of the client begins a new operation, which has another key for POST /persons',
  { clause: 'E', needs: ['undo.reverse', 'key.again', 'key.person'], demands: ['doubles'] },
  async (context) => {
    const scene = newcomer(context);
    scene.strike('PUT /persons/{id}/address', refusedLink, { times: 1 });
    const { holder: who, key } = await posted(context, scene);
    await until(() => scene.person === undefined && scene.address === undefined, 'The first try is not undone');
    const { answer } = await onceFree(() => posted(context, scene, { holder: who, key }));
    expect(answer).toHaveStatus(201);
    const keys = scene.calls('POST /persons').map(({ headers }) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(2);
    expect(scene.person?.addressId ?? 'not linked').toBe(scene.address?.id);
  },
);

check(
  'undo.key',
  'while the undo runs the same key begins nothing: 409 with Retry-After',
  { clause: 'E', needs: ['undo.reverse', 'key.in-flight'], demands: ['doubles'] },
  async (context) => {
    const scene = newcomer(context);
    scene.strike('PUT /persons/{id}/address', refusedLink, { times: 1 });
    const held = scene.hold('DELETE /persons/{id}');
    const wish = { holder: await holder(context), key: context.make.key() };
    const first = posted(context, scene, wish);
    await until(() => scene.calls('DELETE /persons/{id}').length > 0, 'Nobody has deleted the person');
    const second = posted(context, scene, wish);
    // Whoever refuses does it at once; whoever waits, waits for this.
    await Promise.race([second, pause(700)]);
    const keys = new Set(scene.calls('POST /persons').map(({ headers }) => headers['idempotency-key']));
    held.release();
    const [{ answer }] = await Promise.all([second, first]);
    expect({ 'operations under way': keys.size }).toEqual({ 'operations under way': 1 });
    expect([201, 409]).toContain(answer.status);
    if (answer.status === 409) expect(answer.headers['retry-after'] ?? 'absent').not.toBe('absent');
  },
);
