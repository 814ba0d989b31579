import { checkpoint, expect } from '../../src/check.ts';
import { problem } from '../../src/doubles/neighbours/answers.ts';
import { countStatuses, methodsIn, times } from '../01-address/reading.ts';
import { inTurn, resident, until } from './acting.ts';
import { another, both, deletedAfter, kept, read } from './deleting.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.3');
const demands = ['doubles'] as const;
const needs = ['delete.done'];

check(
  'delete.done',
  'DELETE of a profile answers 204 without a body; then the profile answers 404, and person and address are gone',
  { clause: 'E, A8', needs: ['etag.value'], demands: [...demands] },
  async (context) => {
    const { scene, holder, path, etag } = await read(context);
    const answer = await holder.delete(path, { ifMatch: etag });
    expect(answer).toHaveStatus(204);
    expect(answer.text).toBe('');
    expect(await holder.get(path)).toBeProblem(404);
    await until(() => scene.address === undefined, 'The address is still there');
    expect(scene.person).toBe(undefined);
  },
);

check(
  'delete.again',
  'the same DELETE again is answered with 404',
  { clause: 'A8', needs, demands: [...demands] },
  async (context) => {
    const { holder, path, etag } = await read(context);
    await holder.delete(path, { ifMatch: etag });
    expect(await holder.delete(path, { ifMatch: etag })).toBeProblem(404);
  },
);

check(
  'delete.match',
  'a DELETE without If-Match is refused with 428, one with a stale or weak tag with 412, and nothing is deleted',
  { clause: 'A10, RFC 9110 §13.1.1, RFC 6585 §3', needs, demands: [...demands] },
  async (context) => {
    const { scene, holder, path, etag } = await read(context);
    expect(await holder.delete(path)).toBeProblem(428);
    expect(await holder.delete(path, { ifMatch: '"x"' })).toBeProblem(412);
    expect(await holder.delete(path, { ifMatch: `W/${etag}` })).toBeProblem(412);
    context.neighbours.persons.touch(scene.person.id);
    expect(await holder.delete(path, { ifMatch: etag })).toBeProblem(412);
    expect(kept(scene)).toEqual(both);
  },
);

check(
  'delete.tags',
  'a list with the ETag, and *, are as good',
  { clause: 'A10, RFC 9110 §13.1.1', needs, demands: [...demands] },
  async (context) => {
    const [one, two] = [await read(context), await read(context)];
    expect(await one.holder.delete(one.path, { ifMatch: `"x", ${one.etag}` })).toHaveStatus(204);
    expect(await two.holder.delete(two.path, { ifMatch: '*' })).toHaveStatus(204);
  },
);

check(
  'delete.first',
  'the person goes first, with the ETag of Person, and the address after it',
  { clause: 'E', needs, demands: [...demands] },
  async (context) => {
    const { scene, holder, path, etag } = await read(context);
    const { etag: ofPerson } = scene.person;
    await holder.delete(path, { ifMatch: etag });
    await until(() => scene.address === undefined, 'The address is still there');
    const deleted = scene.calls('DELETE /persons/{id}', 'DELETE /addresses/{id}');
    expect(deleted.map(({ step }) => step)).toEqual(['DELETE /persons/{id}', 'DELETE /addresses/{id}']);
    expect(deleted[0]?.headers['if-match']).toBe(ofPerson);
  },
);

check(
  'delete.shared',
  'an address where somebody else lives stays',
  { clause: 'E', needs, demands: [...demands] },
  async (context) => {
    const { neighbours, make } = context;
    const { scene, holder, path, etag } = await read(context);
    neighbours.persons.keep(make.household().person, scene.address.id);
    expect(await holder.delete(path, { ifMatch: etag })).toHaveStatus(204);
    await another(context);
    expect(kept(scene)).toEqual({ person: 'is gone', address: 'is there' });
  },
);

check(
  'delete.unreadable',
  'while the profile cannot be read as a whole, DELETE is answered with 503, and nothing is deleted',
  { clause: 'E', needs: ['delete.tags'], demands: [...demands] },
  async (context) => {
    for (const step of ['GET /persons/{id}/address', 'GET /persons/{id}'] as const) {
      const { scene, holder, path } = await resident(context);
      scene.strike(step, { kind: 'reply', answer: problem(403) });
      expect(await holder.delete(path, { ifMatch: '*' })).toBeProblem(503);
      await another(context);
      expect(kept(scene)).toEqual(both);
    }
  },
);

check(
  'delete.passed-on',
  'when Person answers the DELETE with 412 or 404, since the person has just changed or gone, so does the profile, and nothing else is deleted',
  { clause: 'E', needs: ['delete.first'], demands: [...demands] },
  async (context) => {
    const { persons } = context.neighbours;
    const changed = await deletedAfter(context, (id) => persons.touch(id));
    expect(changed.answer).toBeProblem(412);
    const gone = await deletedAfter(context, (id) => persons.forget(id));
    expect(gone.answer).toBeProblem(404);
    await another(context);
    expect(kept(changed.scene)).toEqual(both);
    expect(kept(gone.scene)).toEqual({ person: 'is gone', address: 'is there' });
  },
);

check(
  'delete.cleared',
  'when Person gives no answer to the DELETE, the client is told 503, and what is left is deleted afterwards',
  { clause: 'E', needs: ['delete.first', 'undo.retried'], demands: ['doubles', 'lifecycle'], at: 'writes' },
  async (context) => {
    await inTurn(context, 'writes', async (there) => {
      const { scene, holder, path } = await resident(there);
      scene.strike('DELETE /persons/{id}', { kind: 'cut' }, { effect: true });
      expect(await holder.delete(path, { ifMatch: '*' })).toBeProblem(503);
      scene.heal();
      await until(() => scene.address === undefined, 'The address is still there, though Person is well again');
    });
  },
);

check(
  'delete.race',
  'of racing DELETEs with one ETag one is answered with 204, the others with 412 or 404',
  { clause: 'A10', needs, demands: [...demands] },
  async (context) => {
    const { holder, path, etag } = await read(context);
    const answers = await Promise.all(times(6, () => holder.delete(path, { ifMatch: etag })));
    const { 204: done = 0, 412: stale = 0, 404: gone = 0 } = countStatuses(answers);
    expect({ 204: done, '412 or 404': stale + gone }).toEqual({ 204: 1, '412 or 404': 5 });
  },
);

check(
  'method.delete',
  'Allow of a profile names DELETE',
  { clause: 'A9', needs: ['method.profile', 'delete.done'], demands: [...demands] },
  async (context) => {
    const { holder, path } = await resident(context);
    expect(methodsIn((await holder.options(path)).headers.allow)).toEqual(expect.arrayContaining(['GET', 'DELETE']));
  },
);
