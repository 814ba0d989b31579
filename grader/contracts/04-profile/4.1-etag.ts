import { checkpoint, expect } from '../../src/check.ts';
import { problem } from '../../src/doubles/neighbours/answers.ts';
import { methodsIn } from '../01-address/reading.ts';
import { resident, tagIn } from './acting.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.1');
const demands = ['doubles'] as const;

check(
  'etag.value',
  'a profile has a strong ETag, which stays while nothing changes',
  { clause: 'A10, RFC 9110 §8.8.3', needs: ['read.both'], demands: [...demands] },
  async (context) => {
    const { holder: who, path } = await resident(context);
    const { etag } = await who.get(path);
    expect(etag).toEqual(expect.stringMatching(/^"[\x21\x23-\x7e\x80-\xff]*"$/));
    expect((await who.get(path)).etag).toBe(etag);
  },
);

check(
  'etag.changes',
  'the ETag changes with the person and with the address',
  { clause: 'A10, E', needs: ['etag.value'], demands: [...demands] },
  async (context) => {
    const { scene, holder: who, path } = await resident(context);
    const first = (await who.get(path)).etag;
    context.neighbours.persons.touch(scene.person.id);
    const second = (await who.get(path)).etag;
    context.neighbours.addresses.touch(scene.address.id);
    const third = (await who.get(path)).etag;
    expect(new Set([first, second, third]).size).toBe(3);
  },
);

check(
  'etag.shown',
  'the ETag is that of what is shown: another one while the address is unavailable, another still when there is none, and the first again afterwards',
  { clause: 'E', needs: ['etag.value', 'read.unavailable', 'read.no-address'], demands: [...demands] },
  async (context) => {
    const { scene, holder: who, path } = await resident(context);
    const whole = (await who.get(path)).etag;
    scene.strike('GET /persons/{id}/address', { kind: 'reply', answer: problem(403) });
    const partly = await who.get(path, { ifNoneMatch: whole });
    const again = await who.get(path, { ifNoneMatch: partly.etag });
    scene.heal();
    expect(partly).toHaveStatus(200);
    expect(again).toHaveStatus(304);
    expect(partly.etag).not.toBe(whole);
    scene.strike('GET /persons/{id}/address', { kind: 'reply', answer: problem(404) });
    const none = tagIn(await who.get(path));
    scene.heal();
    expect({ 'ETag without an address': none }).not.toEqual({ 'ETag without an address': partly.etag });
    expect((await who.get(path)).etag).toBe(whole);
  },
);

check(
  'etag.not-modified',
  'If-None-Match with the ETag, in a list or weak too, or with *, is answered with 304 and no body, and with another one with 200',
  { clause: 'A10, RFC 9110 §13.1.2', needs: ['etag.value'], demands: [...demands] },
  async (context) => {
    const { holder: who, path } = await resident(context);
    const etag = tagIn(await who.get(path));
    for (const ifNoneMatch of [etag, `"x", ${etag}`, `W/${etag}`, '*']) {
      const answer = await who.get(path, { ifNoneMatch });
      expect(answer).toHaveStatus(304);
      expect({ etag: answer.etag, body: answer.text }).toEqual({ etag, body: '' });
    }
    expect(await who.get(path, { ifNoneMatch: '"x"' })).toHaveStatus(200);
  },
);

check(
  'method.profile',
  'HEAD of a profile is answered as GET is, without a body; OPTIONS with 204 and Allow; a method it does not have with 405 and Allow, which does not name it',
  { clause: 'A9', needs: ['etag.value'], demands: [...demands] },
  async (context) => {
    const { holder: who, path } = await resident(context);
    const get = await who.get(path);
    const head = await who.head(path);
    expect({ status: head.status, etag: head.etag, body: head.text }).toEqual({
      status: 200,
      etag: get.etag,
      body: '',
    });
    const options = await who.options(path);
    expect(options).toHaveStatus(204);
    expect(methodsIn(options.headers.allow)).toContain('GET');
    const headers = { authorization: who.authorization };
    const refused = await context.api.patch(path, {}, { headers, type: 'application/json' });
    expect(refused).toBeProblem(405);
    expect(methodsIn(refused.headers.allow)).toContain('GET');
    expect(methodsIn(refused.headers.allow)).not.toContain('PATCH');
  },
);
