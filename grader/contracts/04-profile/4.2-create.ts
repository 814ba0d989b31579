import { linksOf } from '../../src/answer.ts';
import { checkpoint, expect } from '../../src/check.ts';
import type { Scene, Step } from '../../src/doubles/neighbours/scene.ts';
import { methodsIn, shown } from '../01-address/reading.ts';
import { created, holder, newcomer } from './acting.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.2');
const demands = ['doubles'] as const;
const needs = ['create.status'];

check(
  'create.status',
  'POST of a person and an address answers 201 with Location, ETag and the profile: that person, linked to that address',
  { clause: 'E, A7', needs: ['read.both'], demands: [...demands] },
  async (context) => {
    const { scene, answer } = await created(context);
    const { person, address } = scene;
    expect(person?.addressId ?? 'not linked').toBe(address?.id);
    expect(shown(answer).person).toMatchObject(scene.draft.person);
    expect(shown(answer).address).toMatchObject(scene.draft.address);
    expect(answer.etag ?? 'absent').not.toBe('absent');
  },
);

check(
  'create.same',
  'GET of the Location gives the representation and the ETag of the 201, so the person is read again after the link',
  { clause: 'A7, E', needs, demands: [...demands] },
  async (context) => {
    const { holder: who, path, answer, scene } = await created(context);
    const read = await who.get(path);
    expect(read).toHaveStatus(200);
    expect({ etag: answer.etag, body: answer.body }).toEqual({ etag: read.etag, body: read.body });
    expect(shown(answer).person).toEqual(scene.person?.representation);
    expect(linksOf(answer.body).map(({ rel }) => rel)).toContain('self');
  },
);

const writes: Step[] = ['POST /addresses', 'POST /persons', 'PUT /persons/{id}/address'];

/** What the neighbours were told, in order. */
function told(scene: Scene) {
  return scene.calls(...writes).map(({ step, body }) => ({ step, body: JSON.parse(body || 'null') }));
}

check(
  'create.order',
  'first the address is posted, then the person, both to the character, then the link is put, with the path of the address as its href',
  { clause: 'E', needs, demands: [...demands] },
  async (context) => {
    const scene = newcomer(context);
    Object.assign(scene.draft.address, { line2: '  Apt 4\t', colour: null });
    Object.assign(scene.draft.person, { phone: ' +12125550100 ', colour: null });
    await created(context, {}, scene);
    expect(told(scene)).toEqual([
      { step: 'POST /addresses', body: scene.draft.address },
      { step: 'POST /persons', body: scene.draft.person },
      { step: 'PUT /persons/{id}/address', body: { href: `/addresses/${scene.address?.id}` } },
    ]);
  },
);

check(
  'create.known',
  'when Address knows the place already, and answers 200, the person is linked to the address that is there',
  { clause: 'E, B', needs, demands: [...demands] },
  async (context) => {
    const scene = newcomer(context);
    const { id } = context.neighbours.addresses.keep(scene.draft.address);
    await created(context, {}, scene);
    expect(scene.person?.addressId).toBe(id);
  },
);

check(
  'create.owner',
  'the profile is opened by who began it and by the person whose it is, and by nobody else',
  { clause: 'E, OWASP API1:2023', needs, demands: [...demands] },
  async (context) => {
    const { holder: maker, path, scene } = await created(context);
    expect(await maker.get(path)).toHaveStatus(200);
    expect(await (await holder(context, scene.person?.id)).get(path)).toHaveStatus(200);
    expect(await (await holder(context)).get(path)).toBeProblem(404);
  },
);

check(
  'method.collection',
  'there is no collection: GET of /profiles is answered with 405 and Allow: POST',
  { clause: 'E, A9', needs, demands: [...demands] },
  async (context) => {
    const answer = await (await holder(context)).get('/profiles');
    expect(answer).toBeProblem(405);
    expect(methodsIn(answer.headers.allow)).toContain('POST');
  },
);
