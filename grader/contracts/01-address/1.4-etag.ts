import { setTimeout as pause } from 'node:timers/promises';
import { checkpoint, expect } from '../../src/check.ts';
import { countStatuses, shown, times } from './reading.ts';
import { stored } from './stored.ts';
import type { AddressContext } from './world.ts';

const check = checkpoint<AddressContext>('1.4');

check(
  'etag.value',
  'the 201 and GET carry the same strong ETag',
  { clause: 'A7, A10, RFC 9110 §8.8.3', needs: ['read.same'] },
  async ({ api, make }) => {
    const { url, etag } = await api.created('/addresses', make.address());
    expect(etag).toEqual(expect.stringMatching(/^"[\x21\x23-\x7e\x80-\xff]*"$/));
    expect((await api.get(url)).etag).toBe(etag);
  },
);

check(
  'put.replaces',
  'PUT with the ETag replaces the address, and shows what it is now',
  { clause: 'A10, B', needs: ['etag.value'] },
  async (context) => {
    const { api, make } = context;
    const { url, body, etag } = await stored(context);
    const draft = make.address();
    const answer = await api.put(url, draft, { ifMatch: etag });
    expect(answer).toHaveStatus(200);
    expect(answer.body).toMatchObject({ ...draft, id: body.id, createdAt: body.createdAt });
    expect((await api.get(url)).body).toEqual(answer.body);
  },
);

check(
  'etag.changes',
  'the ETag stays while the address stays, and changes when it changes',
  { clause: 'A10', needs: ['put.replaces'] },
  async (context) => {
    const { api, make } = context;
    const { url, etag } = await stored(context);
    expect((await api.get(url)).etag).toBe(etag);
    const { etag: next } = await api.put(url, make.address(), { ifMatch: etag });
    expect(next).not.toBe(etag);
    expect((await api.get(url)).etag).toBe(next);
  },
);

check(
  'put.removes',
  'an optional member that a PUT leaves out is removed, and the ETag is another one then',
  { clause: 'RFC 9110 §9.3.4, A10', needs: ['put.replaces', 'create.line2', 'etag.changes'] },
  async (context) => {
    const { api, make } = context;
    const { url, draft, etag } = await stored(context, make.address({ line2: 'Apt 4' }));
    await api.put(url, { ...draft, line2: undefined }, { ifMatch: etag });
    const now = await api.get(url);
    expect(shown(now).line2 ?? 'absent').toBe('absent');
    expect(now.etag).not.toBe(etag);
  },
);

check(
  'put.updated',
  'a PUT that changes something moves updatedAt forward',
  { clause: 'B', needs: ['put.replaces'] },
  async (context) => {
    const { api, make } = context;
    const { url, body, etag } = await stored(context);
    // A service may keep whole seconds.
    await pause(1_050);
    const { updatedAt } = shown(await api.put(url, make.address(), { ifMatch: etag }));
    expect(Date.parse(String(updatedAt))).toBeGreaterThan(Date.parse(String(body.updatedAt)));
  },
);

check(
  'match.missing',
  'a PUT or DELETE without If-Match is refused with 428, and changes nothing',
  { clause: 'A10, RFC 6585 §3', needs: ['put.replaces'] },
  async (context) => {
    const { api, make } = context;
    const { url, body, etag } = await stored(context);
    expect(await api.put(url, make.address())).toBeProblem(428);
    expect(await api.delete(url)).toBeProblem(428);
    const now = await api.get(url);
    expect({ body: now.body, etag: now.etag }).toEqual({ body, etag });
  },
);

check(
  'match.stale',
  'a PUT with an If-Match that does not fit is refused with 412, and changes nothing',
  { clause: 'A10, RFC 9110 §13.1.1', needs: ['etag.changes'] },
  async (context) => {
    const { api, make } = context;
    const { url, etag } = await stored(context);
    const now = await api.put(url, make.address(), { ifMatch: etag });
    const longer = `${now.etag?.slice(0, -1)}-old"`;
    for (const ifMatch of [etag, longer]) expect(await api.put(url, make.address(), { ifMatch })).toBeProblem(412);
    expect((await api.get(url)).body).toEqual(now.body);
  },
);

check(
  'match.list',
  'If-Match may be a list, and one tag that fits is enough',
  { clause: 'A10, RFC 9110 §13.1.1', needs: ['put.replaces'] },
  async (context) => {
    const { api, make } = context;
    const { url, etag } = await stored(context);
    expect(await api.put(url, make.address(), { ifMatch: `"other", ${etag} , "another"` })).toHaveStatus(200);
  },
);

check(
  'match.star',
  'If-Match: * fits whatever state the address is in, and the ETag is another one then',
  { clause: 'A10, RFC 9110 §13.1.1', needs: ['etag.changes'] },
  async (context) => {
    const { api, make } = context;
    const { url, etag } = await stored(context);
    expect(await api.put(url, make.address(), { ifMatch: '*' })).toHaveStatus(200);
    expect((await api.get(url)).etag).not.toBe(etag);
  },
);

check(
  'match.weak',
  'a weak tag in If-Match never fits',
  { clause: 'A10, RFC 9110 §13.1.1, §8.8.3.2', needs: ['match.stale'] },
  async (context) => {
    const { api, make } = context;
    const { url, etag } = await stored(context);
    expect(await api.put(url, make.address(), { ifMatch: `W/${etag}` })).toBeProblem(412);
  },
);

for (const [name, title, headerOf] of [
  ['none-match.same', 'If-None-Match with the ETag is answered with 304', (etag: string) => etag],
  ['none-match.list', 'If-None-Match may be a list', (etag: string) => `"other", ${etag}`],
  ['none-match.weak', 'If-None-Match compares weakly', (etag: string) => `W/${etag}`],
  ['none-match.star', 'If-None-Match: * fits whatever state the address is in', () => '*'],
] as const) {
  const needs = name === 'none-match.same' ? ['etag.value'] : ['none-match.same'];
  check(name, title, { clause: 'A10, RFC 9110 §13.1.2', needs, hints: 'etag' }, async (context) => {
    const { url, etag } = await stored(context);
    const answer = await context.api.get(url, { ifNoneMatch: headerOf(etag) });
    expect(answer).toHaveStatus(304);
    expect(answer.text).toBe('');
  });
}

check(
  'none-match.other',
  'If-None-Match with another tag is answered with 200 and the address',
  { clause: 'A10, RFC 9110 §13.1.2', needs: ['none-match.same'], hints: 'etag' },
  async (context) => {
    const { url, body } = await stored(context);
    const answer = await context.api.get(url, { ifNoneMatch: '"other"' });
    expect(answer).toHaveStatus(200);
    expect(answer.body).toEqual(body);
  },
);

const ROUNDS = 2;
const RACERS = 20;

check(
  'race.put',
  'of 20 racing PUTs with one ETag exactly one succeeds, and the others get 412',
  { clause: 'A10', needs: ['match.stale'] },
  async (context) => {
    const { api, make } = context;
    for (let round = 0; round < ROUNDS; round += 1) {
      const { url, etag } = await stored(context);
      const answers = await Promise.all(times(RACERS, () => api.put(url, make.address(), { ifMatch: etag })));
      expect(countStatuses(answers)).toEqual({ 200: 1, 412: RACERS - 1 });
      expect((await api.get(url)).body).toEqual(answers.find(({ status }) => status === 200)?.body);
    }
  },
);
