import { checkpoint, expect } from '../../src/check.ts';
import { countStatuses, methodsIn, shown, times } from '../01-address/reading.ts';
import { type Context, stored } from './stored.ts';
import type { PersonContext } from './world.ts';

const check = checkpoint<PersonContext>('2.2');
const type = 'application/merge-patch+json';
const whole = { phone: '+12125550100', birthDate: '2001-02-28' };

/** A person with every member, and the answer to this patch of it. */
async function patched(context: Context, patch: unknown) {
  const person = await stored(context, context.make.person(whole));
  const answer = await context.api.patch(person.url, patch, { type, ifMatch: person.etag });
  return { ...person, answer, now: shown(await context.api.get(person.url)) };
}

check(
  'merge.sets',
  'PATCH sets a member, and shows what the person is now',
  { clause: 'C, RFC 7396 §1', needs: ['put.replaces', 'create.optional'] },
  async (context) => {
    const { answer, now, draft } = await patched(context, { phone: '+4930123456' });
    expect(answer).toHaveStatus(200);
    expect(answer.body).toMatchObject({ ...draft, phone: '+4930123456' });
    expect(now).toEqual(answer.body);
  },
);

check(
  'merge.removes',
  'null in a patch removes an optional member, and no other',
  { clause: 'C, RFC 7396 §2', needs: ['merge.sets'] },
  async (context) => {
    const { now } = await patched(context, { phone: null });
    expect([now.phone ?? 'absent', now.birthDate]).toEqual(['absent', '2001-02-28']);
    const { now: other } = await patched(context, { birthDate: null });
    expect([other.phone, other.birthDate ?? 'absent']).toEqual(['+12125550100', 'absent']);
  },
);

check(
  'merge.empty',
  'an empty patch is fine, and changes no member',
  { clause: 'RFC 7396 §1', needs: ['merge.sets'] },
  async (context) => {
    const { answer, now, draft } = await patched(context, {});
    expect(answer).toHaveStatus(200);
    expect(now).toMatchObject(draft);
  },
);

check(
  'merge.trims',
  'white space around a name in a patch is taken off too, and nothing else is changed',
  { clause: 'C', needs: ['merge.sets', 'text.trimmed', 'text.kept'] },
  async (context) => {
    const { now } = await patched(context, { firstName: '  Eva ', lastName: '\tde\u0301  Wit' });
    expect([now.firstName, now.lastName]).toEqual(['Eva', 'de\u0301  Wit']);
  },
);

check(
  'merge.type',
  'PATCH with another media type than application/merge-patch+json is refused with 415',
  { clause: 'A2, RFC 7396 §4', needs: ['merge.sets'] },
  async (context) => {
    const { url, etag } = await stored(context);
    for (const other of ['application/json', 'application/json-patch+json', 'text/plain']) {
      expect(await context.api.patch(url, '{"phone":null}', { type: other, ifMatch: etag })).toBeProblem(415);
    }
  },
);

for (const [name, title, patch, pointers, needs] of [
  [
    'needed',
    'null for a member that is needed is refused with 422',
    { lastName: null },
    ['/lastName'],
    ['member.missing'],
  ],
  [
    'invalid',
    'a patch whose result breaks rules is refused with 422, and every member at fault is named',
    { firstName: ' ', lastName: 'a'.repeat(65), email: 'nobody', phone: 'none' },
    ['/firstName', '/lastName', '/email', '/phone'],
    ['member.name', 'member.email', 'member.phone', 'member.all'],
  ],
  ['unknown', 'an unknown member in a patch is at fault', { colour: 'red' }, ['/colour'], ['member.unknown']],
  [
    'unknown-null',
    'an unknown member is at fault even when it is null',
    { colour: null },
    ['/colour'],
    ['merge.unknown'],
  ],
] as [string, string, object, string[], string[]][]) {
  check(`merge.${name}`, title, { clause: 'A4, C', needs: ['merge.sets', ...needs] }, async (context) => {
    const { answer, now, body } = await patched(context, patch);
    expect(answer).toBeProblem(422, { pointers });
    expect(now).toEqual(body);
  });
}

check(
  'merge.server-owned',
  'a member that the service owns is at fault in a patch, even when it is null or as it is',
  { clause: 'A4, C', needs: ['merge.unknown-null', 'member.server-owned'] },
  async (context) => {
    const { url, body, etag } = await stored(context);
    for (const patch of [{ id: 'another' }, { id: null }, { createdAt: null }, { links: null }, { id: body.id }]) {
      const answer = await context.api.patch(url, patch, { type, ifMatch: etag });
      expect(answer).toBeProblem(422, { pointers: [`/${Object.keys(patch)[0]}`] });
    }
  },
);

check(
  'merge.no-object',
  'a patch that is no object is refused with 422, with the pointer ""; malformed JSON with 400',
  { clause: 'A2, A4', needs: ['merge.sets', 'body.no-object', 'body.malformed'] },
  async (context) => {
    const { url, etag } = await stored(context);
    for (const patch of ['[]', 'null', '"text"']) {
      expect(await context.api.patch(url, patch, { type, ifMatch: etag })).toBeProblem(422, { pointers: [''] });
    }
    expect(await context.api.patch(url, '{', { type, ifMatch: etag })).toBeProblem(400);
  },
);

check(
  'merge.taken',
  'a patch with the e-mail address of somebody else is refused with 409, one with the own in another case is not',
  { clause: 'C', needs: ['merge.sets', 'unique.put'] },
  async (context) => {
    const other = await stored(context);
    const { answer, now, url, draft, body, etag } = await patched(context, { email: other.draft.email });
    expect(answer).toBeProblem(409);
    expect(now).toEqual(body);
    const taken = { email: other.draft.email.toUpperCase() };
    expect(await context.api.patch(url, taken, { type, ifMatch: etag })).toBeProblem(409);
    const own = { email: draft.email.toUpperCase() };
    expect(await context.api.patch(url, own, { type, ifMatch: etag })).toHaveStatus(200);
  },
);

check(
  'merge.match',
  'a PATCH without If-Match is refused with 428, with a stale or weak one with 412, and a list or * may be sent',
  { clause: 'A10, RFC 6585 §3, RFC 9110 §13.1.1', needs: ['merge.sets', 'match.stale', 'match.list'] },
  async (context) => {
    const { api, make } = context;
    const { url, etag } = await stored(context);
    const now = await api.put(url, make.person(), { ifMatch: etag });
    expect(await api.patch(url, { phone: '+12' }, { type })).toBeProblem(428);
    for (const ifMatch of [etag, `W/${now.etag}`]) {
      expect(await api.patch(url, { phone: '+12' }, { type, ifMatch })).toBeProblem(412);
    }
    expect((await api.get(url)).body).toEqual(now.body);
    for (const ifMatch of [`"other", ${now.etag} , "another"`, '*']) {
      expect(await api.patch(url, { phone: '+12' }, { type, ifMatch })).toHaveStatus(200);
    }
  },
);

const RACERS = 20;

check(
  'race.patch',
  'of 20 racing PATCHes with one ETag exactly one succeeds, and the others get 412',
  { clause: 'A10', needs: ['merge.match', 'race.put'] },
  async (context) => {
    const { url, etag } = await stored(context);
    const patches = times(RACERS, (index) => ({ phone: `+1212555${1000 + index}` }));
    const answers = await Promise.all(patches.map((patch) => context.api.patch(url, patch, { type, ifMatch: etag })));
    expect(countStatuses(answers)).toEqual({ 200: 1, 412: RACERS - 1 });
    expect((await context.api.get(url)).body).toEqual(answers.find(({ status }) => status === 200)?.body);
  },
);

check(
  'method.item',
  'a method that a person does not have is answered with 405 and Allow, OPTIONS with 204 and Allow',
  { clause: 'A9, RFC 9110 §15.5.6', needs: ['merge.sets', 'delete.gone'] },
  async (context) => {
    const { url } = await stored(context);
    const [post, options] = [await context.api.send({ method: 'POST', path: url }), await context.api.options(url)];
    expect(post).toBeProblem(405);
    expect(options).toHaveStatus(204);
    for (const { headers } of [post, options]) {
      expect(methodsIn(headers.allow)).toEqual(expect.arrayContaining(['GET', 'PUT', 'PATCH', 'DELETE']));
      expect(methodsIn(headers.allow)).not.toContain('POST');
    }
  },
);
