import { linksOf } from '../../src/answer.ts';
import { checkpoint, expect } from '../../src/check.ts';
import { countStatuses, itemsOf, shown, times } from './reading.ts';
import { stored } from './stored.ts';
import type { AddressContext } from './world.ts';

const check = checkpoint<AddressContext>('1.4');

check(
  'put.invalid',
  'a PUT that breaks a rule is refused with 422, and changes nothing',
  { clause: 'A4', needs: ['put.replaces', 'region.shape'] },
  async (context) => {
    const { api, make } = context;
    const { url, body, etag } = await stored(context);
    const answer = await api.put(url, make.address({ region: 'ny' }), { ifMatch: etag });
    expect(answer).toBeProblem(422, { pointers: ['/region'] });
    const now = await api.get(url);
    expect({ body: now.body, etag: now.etag }).toEqual({ body, etag });
  },
);

const owned = ['id', 'deliveryPoint', 'createdAt', 'updatedAt', 'links'];
/** A service may show more than this; whether that may come back is free. */
const replaceable = ['line1', 'line2', 'city', 'region', 'postalCode', 'country', ...owned];

check(
  'put.whole',
  'a PUT may send back the members that the service owns, as they are',
  { clause: 'A4', needs: ['put.replaces'] },
  async (context) => {
    const { url, etag } = await stored(context);
    const present = shown(await context.api.get(url));
    const sent = replaceable.map((member) => [member, present[member] ?? undefined]);
    const answer = await context.api.put(url, Object.fromEntries(sent), { ifMatch: etag });
    expect(answer).toHaveStatus(200);
  },
);

check(
  'put.order',
  'in what a PUT sends back the members may be in any order, within links too',
  { clause: 'A4, RFC 8259 §4', needs: ['put.whole'] },
  async (context) => {
    const { url, draft, etag } = await stored(context);
    const links = linksOf(shown(await context.api.get(url)));
    const turned = links.map((link) => Object.fromEntries(Object.entries(link).reverse()));
    const sent = { ...(links.length > 0 ? { links: turned } : {}), ...draft };
    expect(await context.api.put(url, sent, { ifMatch: etag })).toHaveStatus(200);
  },
);

check(
  'put.server-owned',
  'a PUT that changes a member that the service owns is refused with 422',
  { clause: 'A4', needs: ['put.whole', 'put.invalid', 'member.server-owned'] },
  async (context) => {
    const { api } = context;
    const { url, draft, etag } = await stored(context);
    for (const [member, value] of [
      ['id', 'another'],
      ['createdAt', '2001-01-01T00:00:00Z'],
      ['updatedAt', '2001-01-01T00:00:00Z'],
      ['links', []],
    ] as const) {
      const answer = await api.put(url, { ...draft, [member]: value }, { ifMatch: etag });
      expect(answer).toBeProblem(422, { pointers: [`/${member}`] });
    }
  },
);

check(
  'put.unknown',
  'a PUT to an id that nobody has creates nothing',
  { clause: 'A6, B', needs: ['put.replaces', 'read.unknown'] },
  async (context) => {
    const { api, make, random } = context;
    const unknown = (await stored(context)).url.replace(/[^/]+$/, random.text(12));
    const answer = await api.put(unknown, make.address(), { ifMatch: '"1"' });
    // No tag fits what is not there, so 412 is right too.
    expect(answer).toHaveStatus(404, 412);
  },
);

check(
  'put.malformed',
  'a PUT of malformed JSON is refused with 400, and of another media type with 415, and changes nothing',
  { clause: 'A2', needs: ['put.replaces', 'body.type'] },
  async (context) => {
    const { url, draft, body, etag } = await stored(context);
    expect(await context.api.put(url, '{', { ifMatch: etag })).toBeProblem(400);
    for (const type of ['text/plain', 'application/merge-patch+json']) {
      expect(await context.api.put(url, JSON.stringify(draft), { ifMatch: etag, type })).toBeProblem(415);
    }
    const now = await context.api.get(url);
    expect({ body: now.body, etag: now.etag }).toEqual({ body, etag });
  },
);

check(
  'delete.gone',
  'DELETE with the ETag answers 204 without a body, and the address is gone',
  { clause: 'A8', needs: ['etag.value'] },
  async (context) => {
    const { url, etag } = await stored(context);
    // Whoever keeps what was read has something to forget.
    expect(await context.api.get(url)).toHaveStatus(200);
    const answer = await context.api.delete(url, { ifMatch: etag });
    expect(answer).toHaveStatus(204);
    expect(answer.text).toBe('');
    expect(await context.api.get(url)).toBeProblem(404);
  },
);

check(
  'delete.again',
  'a second DELETE with the same If-Match is answered with 404',
  { clause: 'A8', needs: ['delete.gone'] },
  async (context) => {
    const { url, etag } = await stored(context);
    await context.api.delete(url, { ifMatch: etag });
    expect(await context.api.delete(url, { ifMatch: etag })).toBeProblem(404);
  },
);

check(
  'delete.collection',
  'a deleted address is gone from its collection',
  { clause: 'A8', needs: ['delete.gone', 'list.items'] },
  async (context) => {
    const { api, make } = context;
    const { url, draft, etag } = await stored(context, make.neighbours(1)[0]);
    const list = `/addresses?postalCode=${draft.postalCode}`;
    const before = itemsOf(await api.get(list));
    await api.delete(url, { ifMatch: etag });
    expect([before.length, itemsOf(await api.get(list))]).toEqual([1, []]);
  },
);

check(
  'delete.stale',
  'a DELETE with a stale If-Match is refused with 412, and deletes nothing',
  { clause: 'A10, RFC 9110 §13.1.1', needs: ['delete.gone', 'match.stale'] },
  async (context) => {
    const { api, make } = context;
    const { url, etag } = await stored(context);
    await api.put(url, make.address(), { ifMatch: etag });
    expect(await api.delete(url, { ifMatch: etag })).toBeProblem(412);
    expect(await api.get(url)).toHaveStatus(200);
  },
);

check(
  'delete.match',
  'If-Match of a DELETE may be a list or *, and a weak tag never fits',
  { clause: 'A10, RFC 9110 §13.1.1', needs: ['delete.stale', 'match.list', 'match.star', 'match.weak'] },
  async (context) => {
    const { url, etag } = await stored(context);
    expect(await context.api.delete(url, { ifMatch: `W/${etag}` })).toBeProblem(412);
    expect(await context.api.delete(url, { ifMatch: `"other", ${etag}` })).toHaveStatus(204);
    const another = await stored(context);
    expect(await context.api.delete(another.url, { ifMatch: '*' })).toHaveStatus(204);
  },
);

const ROUNDS = 2;
const RACERS = 20;

check(
  'race.delete',
  'of 20 racing DELETEs with one ETag exactly one succeeds, and the others get 412 or 404',
  { clause: 'A10', needs: ['delete.again'] },
  async (context) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { url, etag } = await stored(context);
      const answers = await Promise.all(times(RACERS, () => context.api.delete(url, { ifMatch: etag })));
      const { 204: done = 0, 404: gone = 0, 412: stale = 0 } = countStatuses(answers);
      expect({ done, lost: gone + stale }).toEqual({ done: 1, lost: RACERS - 1 });
    }
  },
);
