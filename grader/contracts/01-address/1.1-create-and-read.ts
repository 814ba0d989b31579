import fc from 'fast-check';
import { checkpoint, expect } from '../../src/check.ts';
import { restarted } from './lifecycle.ts';
import { inBatches, shown } from './reading.ts';
import type { AddressContext } from './world.ts';

const check = checkpoint<AddressContext>('1.1');

check('create.status', 'POST of an address answers 201', { clause: 'A7' }, async ({ api, make }) => {
  expect(await api.post('/addresses', make.address())).toHaveStatus(201);
});

check(
  'create.location',
  'the 201 names the new address in Location, and it can be read there',
  { clause: 'A7, RFC 9110 §10.2.2', needs: ['create.status'] },
  async ({ api, make }) => {
    const { url } = await api.created('/addresses', make.address());
    expect(await api.get(url)).toHaveStatus(200);
  },
);

check(
  'create.members',
  'the 201 shows the members that were sent',
  { clause: 'A7, B', needs: ['create.status'] },
  async ({ api, make }) => {
    const draft = make.address();
    const { body } = await api.created('/addresses', draft);
    expect(body).toMatchObject(draft);
  },
);

check(
  'read.same',
  'GET of the Location gives the same representation as the 201',
  { clause: 'A7', needs: ['create.location', 'create.members'] },
  async ({ api, make }) => {
    const { url, body } = await api.created('/addresses', make.address());
    expect((await api.get(url)).body).toEqual(body);
  },
);

check(
  'create.id',
  'each address has an id of its own, a text',
  { clause: 'A6', needs: ['create.status'] },
  async ({ api, make }) => {
    const ids = [await api.created('/addresses', make.address()), await api.created('/addresses', make.address())];
    const [one, other] = ids.map(({ body }) => body.id);
    expect({ one, other }).toEqual({ one: expect.any(String), other: expect.any(String) });
    expect(one).not.toBe(other);
  },
);

check(
  'create.country',
  'the country is US when none is sent, and may be sent as US',
  { clause: 'B', needs: ['create.status'] },
  async ({ api, make }) => {
    const silent = await api.created('/addresses', make.address());
    const said = await api.created('/addresses', make.address({ country: 'US' }));
    expect([silent.body.country, said.body.country]).toEqual(['US', 'US']);
  },
);

check(
  'create.line2',
  'line2 is kept when it is sent, and absent or null when it is not',
  { clause: 'B', needs: ['create.members'] },
  async ({ api, make }) => {
    const without = await api.created('/addresses', make.address());
    const sent = await api.created('/addresses', make.address({ line2: 'Apt 4' }));
    expect([without.body.line2 ?? 'absent', sent.body.line2]).toEqual(['absent', 'Apt 4']);
  },
);

/** RFC 3339 §5.6, in UTC. */
const utc = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]00:00)$/;

check(
  'create.times',
  'createdAt and updatedAt are the present time in UTC, as RFC 3339 writes it',
  { clause: 'B, RFC 3339 §5.6', needs: ['create.status'] },
  async ({ api, make }) => {
    const { body } = await api.created('/addresses', make.address());
    expect(body).toMatchObject({ createdAt: expect.stringMatching(utc), updatedAt: expect.stringMatching(utc) });
    // Ten minutes: the clock of a service elsewhere may be off.
    const minutesOff = Math.abs(Date.parse(String(body.createdAt)) - Date.now()) / 60_000;
    expect(minutesOff).toBeLessThan(10);
  },
);

check(
  'links.self',
  'the link self leads to the address itself',
  { clause: 'A12', needs: ['create.location'] },
  async ({ api, make }) => {
    const { url, body } = await api.created('/addresses', make.address());
    const self = await api.get(api.href(await api.get(url), 'self'));
    expect(self).toHaveStatus(200);
    expect(shown(self).id).toBe(body.id);
  },
);

check(
  'links.persons',
  'the link persons is the path /persons?address={id}',
  { clause: 'B, A12', needs: ['create.id'], hints: 'links' },
  async ({ api, make }) => {
    const { answer, body } = await api.created('/addresses', make.address());
    const { pathname, searchParams } = new URL(api.href(answer, 'persons'));
    expect({ pathname, address: searchParams.get('address') }).toEqual({ pathname: '/persons', address: body.id });
  },
);

check(
  'create.charset',
  'the parameter charset=utf-8 beside application/json is fine, in capitals too',
  { clause: 'A2, RFC 9110 §8.3.2', needs: ['create.status'] },
  async ({ api, make }) => {
    for (const type of ['application/json; charset=utf-8', 'application/json;charset=UTF-8']) {
      expect(await api.post('/addresses', make.address(), { type })).toHaveStatus(201);
    }
  },
);

const anyText = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
const oddTexts = [
  'שלום',
  '\u202Eabc\u202C',
  'e\u0301',
  '👩‍👩‍👧',
  '𝕏𝕐',
  "O'Brien; --",
  '<b>"&',
  '\\n\\u0041',
  '%00',
  '日本',
];

check(
  'text.kept',
  'text in any script is kept exactly as it was sent',
  { clause: 'A2, B', needs: ['create.line2', 'read.same'] },
  async ({ api, make, random }) => {
    const texts = [...oddTexts, ...fc.sample(anyText, { seed: random.seed, numRuns: 15 })];
    const kept = await inBatches(texts, async (text) => {
      const line2 = `Apt ${Array.from(text.replaceAll('\0', '').trim()).slice(0, 40).join('')}`;
      const { url } = await api.created('/addresses', make.address({ line2 }));
      return { sent: line2, kept: shown(await api.get(url)).line2 };
    });
    for (const { sent, kept: received } of kept) expect(received).toBe(sent);
  },
);

check(
  'read.unknown',
  'GET of an id that nobody has answers 404',
  { clause: 'A6', needs: ['create.location'] },
  async ({ api, make, random }) => {
    const { url } = await api.created('/addresses', make.address());
    const unknown = url.replace(/[^/]+$/, random.text(12));
    expect(await api.get(unknown)).toHaveStatus(404);
  },
);

check(
  'state.survives',
  'an address survives kill -9 and a restart of the service',
  { clause: 'A16', needs: ['read.same'], demands: ['lifecycle'] },
  async (context) => {
    const { created, kept } = await restarted(context);
    expect(created).toHaveStatus(201);
    expect((await kept).body).toEqual(created.body);
  },
);
