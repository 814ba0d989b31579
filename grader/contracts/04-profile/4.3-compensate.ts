import { setTimeout as pause } from 'node:timers/promises';
import { checkpoint, expect } from '../../src/check.ts';
import type { KeptAddress } from '../../src/doubles/neighbours/address-service.ts';
import { problem } from '../../src/doubles/neighbours/answers.ts';
import type { Scene, Step } from '../../src/doubles/neighbours/scene.ts';
import { type Context, inTurn, newcomer, posted, until, whileOthersAreUndone } from './acting.ts';
import { undosRetried } from './retries.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.3');
const demands = ['doubles'] as const;
const needs = ['create.status'];

/** An undo is tried again at least every 2 s. */
const AGAIN_MS = 2_000;
/** How much later a try may come on a busy machine. */
const LATE_MS = 1_000;

/** When nothing is deleted at all. */
const UNASKED_MS = 4_000;

/** How a neighbour refuses a step. */
const refusal = problem(422, { pointers: ['/email'] });
const refused = { kind: 'reply', answer: refusal } as const;

/** Asks for a profile that Person's refusal ends, after the address was made; the address as it was then. */
async function withoutPerson(context: Context, scene: Scene): Promise<KeptAddress | undefined> {
  const held = scene.hold('POST /persons', { answer: refusal });
  const answered = posted(context, scene);
  await Promise.race([held.arrived, answered]);
  const { address } = scene;
  held.release();
  await answered;
  return address;
}

check(
  'undo.address',
  'when the person cannot be made, the address that was made for it is deleted, with its ETag as If-Match',
  { clause: 'E', needs, demands: [...demands] },
  async (context) => {
    const scene = newcomer(context);
    const address = await withoutPerson(context, scene);
    await until(() => scene.calls('DELETE /addresses/{id}').length > 0, 'Nobody has deleted the address');
    expect(scene.calls('DELETE /addresses/{id}')[0]?.headers['if-match']).toBe(address?.etag);
    await until(() => scene.address === undefined, 'The address is still there');
  },
);

check(
  'undo.known',
  'an address that was there before (200) is not deleted',
  { clause: 'E', needs: ['undo.address'], demands: [...demands] },
  async (context) => {
    const scene = newcomer(context);
    context.neighbours.addresses.keep(scene.draft.address);
    await withoutPerson(context, scene);
    await whileOthersAreUndone(context);
    expect(scene.calls('DELETE /addresses/{id}')).toEqual([]);
  },
);

check(
  'undo.reverse',
  'when the link is refused, first the person is deleted, then the address',
  { clause: 'E', needs: ['undo.address'], demands: [...demands] },
  async (context) => {
    const scene = newcomer(context);
    scene.strike('PUT /persons/{id}/address', refused);
    await posted(context, scene);
    await until(() => scene.person === undefined, 'The person is still there');
    await until(() => scene.address === undefined, 'The address is still there');
    const undone = scene.calls('DELETE /persons/{id}', 'DELETE /addresses/{id}');
    const done = undone.filter(({ status }) => status === 204);
    expect(done.map(({ step }) => step)).toEqual(['DELETE /persons/{id}', 'DELETE /addresses/{id}']);
  },
);

check(
  'undo.person',
  'when the link is refused, the person is deleted with her ETag as If-Match',
  { clause: 'E', needs: ['undo.reverse'], demands: [...demands] },
  async (context) => {
    const scene = newcomer(context);
    const held = scene.hold('PUT /persons/{id}/address', { answer: refusal });
    const answered = posted(context, scene);
    await Promise.race([held.arrived, answered]);
    const { person } = scene;
    held.release();
    await answered;
    await until(() => scene.person === undefined, 'The person is still there');
    const done = scene.calls('DELETE /persons/{id}').find(({ status }) => status === 204);
    expect({ 'If-Match': done?.headers['if-match'] ?? 'absent' }).toEqual({ 'If-Match': person?.etag });
  },
);

check(
  'undo.shared',
  'an address where somebody else lives meanwhile is not deleted',
  { clause: 'E', needs: ['undo.reverse'], demands: [...demands] },
  async (context) => {
    const { neighbours, make } = context;
    const scene = newcomer(context);
    const held = scene.hold('PUT /persons/{id}/address', { answer: refusal });
    const answered = posted(context, scene);
    await Promise.race([held.arrived, answered]);
    neighbours.persons.keep(make.household().person, scene.address?.id);
    held.release();
    await answered;
    await until(() => scene.person === undefined, 'The person is still there');
    await whileOthersAreUndone(context);
    expect({ 'the address': scene.address ? 'is there' : 'is gone' }).toEqual({ 'the address': 'is there' });
  },
);

check(
  'undo.stale',
  'when a DELETE is answered with 412, the ETag is read anew, and the DELETE sent again',
  { clause: 'E, A10', needs: ['undo.reverse'], demands: [...demands] },
  async (context) => {
    const { persons, addresses } = context.neighbours;
    const scene = newcomer(context);
    scene.strike('PUT /persons/{id}/address', refused);
    const [ofPerson, ofAddress] = [scene.hold('DELETE /persons/{id}'), scene.hold('DELETE /addresses/{id}')];
    const answered = posted(context, scene);
    const unasked = pause(UNASKED_MS);
    await Promise.race([ofPerson.arrived, unasked]);
    persons.touch(scene.person?.id ?? '');
    ofPerson.release();
    await Promise.race([ofAddress.arrived, unasked]);
    addresses.touch(scene.address?.id ?? '');
    ofAddress.release();
    await answered;
    await until(() => scene.person === undefined, 'The person is still there');
    await until(() => scene.address === undefined, 'The address is still there');
  },
);

check(
  'undo.gone',
  'what is gone already (404) is undone: it is not asked for again',
  { clause: 'E', needs: ['undo.address'], demands: [...demands], waits: true },
  async (context) => {
    const scene = newcomer(context);
    scene.strike('DELETE /addresses/{id}', { kind: 'reply', answer: problem(404) });
    await withoutPerson(context, scene);
    await until(() => scene.calls('DELETE /addresses/{id}').length > 0, 'Nobody has deleted the address');
    const asked = scene.calls('DELETE /addresses/{id}', 'GET /addresses/{id}').length;
    await pause(AGAIN_MS + 300, undefined, { ref: false });
    const more = scene.calls('DELETE /addresses/{id}', 'GET /addresses/{id}').length - asked;
    expect({ 'asked again': more }).toEqual({ 'asked again': 0 });
  },
);

/** In ms, from the first such call on; what is asked before a `DELETE` belongs to its try. */
function longestPause(scene: Scene, ...steps: Step[]): number {
  const calls = scene.calls();
  const tries = calls.slice(calls.findIndex(({ step }) => steps.includes(step)));
  return Math.max(0, ...tries.slice(1).map(({ at }, before) => at - (tries[before]?.at ?? at)));
}

check(
  'undo.retried',
  'what cannot be undone yet is tried again, at least every 2 s',
  { clause: 'E', needs: ['undo.reverse', 'keys.away'], demands: ['doubles', 'lifecycle'], at: 'writes' },
  async (context) => {
    for (const { scene } of await undosRetried(context)) {
      const pauseMs = longestPause(scene, 'DELETE /addresses/{id}', 'DELETE /persons/{id}');
      const pauses = pauseMs < AGAIN_MS + LATE_MS ? 'at most 2 s' : `${(pauseMs / 1_000).toFixed(1)} s`;
      expect({ 'between two tries': pauses }).toEqual({ 'between two tries': 'at most 2 s' });
    }
  },
);

check(
  'undo.lost',
  'an address whose answer was lost stays, whoever made it',
  { clause: 'E', needs: ['undo.known', 'keys.away'], demands: ['doubles', 'lifecycle'], at: 'writes' },
  async (context) => {
    await inTurn(context, 'writes', async (there) => {
      const scene = newcomer(there);
      scene.strike('POST /addresses', { kind: 'cut' }, { times: 1, effect: true });
      await withoutPerson(there, scene);
      await whileOthersAreUndone(there);
      expect({ 'the address': scene.address ? 'is there' : 'is gone' }).toEqual({ 'the address': 'is there' });
    });
  },
);
