import { checkpoint, expect } from '../../src/check.ts';
import { created, posted, resident } from './acting.ts';
import { both, kept } from './deleting.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.3');
const demands = ['doubles'] as const;

check(
  'auth.delete',
  'a DELETE needs a token with the scope profile, too: 401, 403, and nothing is deleted',
  { clause: 'E', needs: ['delete.tags', 'auth.none', 'auth.scope'], demands: [...demands] },
  async ({ api, signer, ...context }) => {
    const { scene, path, holder } = await resident({ api, signer, ...context });
    const elsewhere = await signer.token(holder.sub, { claims: { scope: 'films' } });
    for (const [headers, status] of [
      [{}, 401],
      [{ authorization: `${holder.authorization}x` }, 401],
      [{ authorization: `Bearer ${elsewhere}` }, 403],
    ] as [Record<string, string>, number][]) {
      expect(await api.delete(path, { ifMatch: '*', headers })).toBeProblem(status);
    }
    expect(kept(scene)).toEqual(both);
  },
);

check(
  'owner.delete',
  'the profile of somebody else is not deleted: 404, as if it were not there',
  { clause: 'E, OWASP API1:2023', needs: ['delete.tags', 'owner.other'], demands: [...demands] },
  async (context) => {
    const { scene, path } = await resident(context);
    const other = await resident(context);
    expect(await other.holder.delete(path, { ifMatch: '*' })).toBeProblem(404);
    expect(kept(scene)).toEqual(both);
  },
);

check(
  'owner.maker',
  'who has begun a profile may delete it, though it is the profile of somebody else',
  { clause: 'E', needs: ['delete.tags', 'create.owner'], demands: [...demands] },
  async (context) => {
    const { scene, holder, path } = await created(context);
    expect(await holder.delete(path, { ifMatch: '*' })).toHaveStatus(204);
    expect({ person: kept(scene).person }).toEqual({ person: 'is gone' });
  },
);

check(
  'key.gone',
  'the 201 is replayed also after its profile has been deleted, and nothing is made',
  { clause: 'C, E', needs: ['key.past', 'owner.maker'], demands: [...demands] },
  async (context) => {
    const { scene, holder, key, path, answer } = await created(context);
    expect(await holder.delete(path, { ifMatch: '*' })).toHaveStatus(204);
    const again = await posted(context, scene, { holder, key });
    expect(again.answer).toHaveStatus(201);
    expect(again.answer.text).toBe(answer.text);
    expect(scene.calls('POST /persons')).toHaveLength(1);
  },
);
