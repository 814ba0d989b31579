import fc from 'fast-check';
import { checkpoint, expect } from '../../src/check.ts';
import { inBatches, shown } from '../01-address/reading.ts';
import { restarted } from './lifecycle.ts';
import type { PersonContext } from './world.ts';

const check = checkpoint<PersonContext>('2.1');

check('create.status', 'POST of a person answers 201', { clause: 'A7' }, async ({ api, make }) => {
  expect(await api.post('/persons', make.person())).toHaveStatus(201);
});

check(
  'create.location',
  'the 201 names the new person in Location, and it can be read there',
  { clause: 'A7, RFC 9110 §10.2.2', needs: ['create.status'] },
  async ({ api, make }) => {
    const { url } = await api.created('/persons', make.person());
    expect(await api.get(url)).toHaveStatus(200);
  },
);

check(
  'create.members',
  'the 201 shows the members that were sent',
  { clause: 'A7, C', needs: ['create.status'] },
  async ({ api, make }) => {
    const draft = make.person();
    expect((await api.created('/persons', draft)).body).toMatchObject(draft);
  },
);

check(
  'create.optional',
  'phone and birthDate are kept when they are sent, and absent or null when they are not',
  { clause: 'C', needs: ['create.members'] },
  async ({ api, make }) => {
    const without = await api.created('/persons', make.person());
    const sent = await api.created('/persons', make.person({ phone: '+12125550100', birthDate: '2001-02-28' }));
    expect([without.body.phone ?? 'absent', without.body.birthDate ?? 'absent']).toEqual(['absent', 'absent']);
    expect([sent.body.phone, sent.body.birthDate]).toEqual(['+12125550100', '2001-02-28']);
  },
);

check(
  'create.id',
  'each person has an id of its own, a text',
  { clause: 'A6', needs: ['create.status'] },
  async ({ api, make }) => {
    const [one, other] = [await api.created('/persons', make.person()), await api.created('/persons', make.person())];
    expect([one.body.id, other.body.id]).toEqual([expect.any(String), expect.any(String)]);
    expect(one.body.id).not.toBe(other.body.id);
  },
);

/** RFC 3339 §5.6, in UTC. */
const utc = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]00:00)$/;

check(
  'create.times',
  'createdAt and updatedAt are the present time in UTC, as RFC 3339 writes it',
  { clause: 'C, RFC 3339 §5.6', needs: ['create.status'] },
  async ({ api, make }) => {
    const { body } = await api.created('/persons', make.person());
    expect(body).toMatchObject({ createdAt: expect.stringMatching(utc), updatedAt: expect.stringMatching(utc) });
    // Ten minutes: the clock of a service elsewhere may be off.
    expect(Math.abs(Date.parse(String(body.createdAt)) - Date.now()) / 60_000).toBeLessThan(10);
  },
);

check(
  'read.same',
  'GET of the Location gives the same representation as the 201',
  { clause: 'A7', needs: ['create.location', 'create.members'] },
  async ({ api, make }) => {
    const { url, body } = await api.created('/persons', make.person());
    expect((await api.get(url)).body).toEqual(body);
  },
);

check(
  'read.unknown',
  'GET of an id that nobody has answers 404',
  { clause: 'A6', needs: ['create.location'] },
  async ({ api, make, random }) => {
    const { url } = await api.created('/persons', make.person());
    expect(await api.get(url.replace(/[^/]+$/, random.text(12)))).toBeProblem(404);
  },
);

check(
  'read.odd-id',
  'an id that nobody has is answered with a problem, 404, however odd it is',
  { clause: 'A6', needs: ['read.unknown'] },
  async ({ api }) => {
    for (const id of ['%00', '%F0%9F%8F%A0', 'a%2Fb', '%27', '-1', '9'.repeat(40), 'x'.repeat(10_000)]) {
      expect(await api.get(`/persons/${id}`)).toBeProblem(404);
    }
  },
);

check(
  'create.self',
  'the link self leads to the person itself',
  { clause: 'A12', needs: ['create.location'] },
  async ({ api, make }) => {
    const { url, body } = await api.created('/persons', make.person());
    const self = await api.get(api.href(await api.get(url), 'self'));
    expect(shown(self).id).toBe(body.id);
  },
);

check(
  'etag.value',
  'the 201 and GET carry the same strong ETag',
  { clause: 'A7, A10, RFC 9110 §8.8.3', needs: ['read.same'] },
  async ({ api, make }) => {
    const { url, etag } = await api.created('/persons', make.person());
    expect(etag).toEqual(expect.stringMatching(/^"[\x21\x23-\x7e\x80-\xff]*"$/));
    expect((await api.get(url)).etag).toBe(etag);
  },
);

check(
  'text.trimmed',
  'white space around a name is taken off',
  { clause: 'C', needs: ['create.members'] },
  async ({ api, make }) => {
    const { body } = await api.created('/persons', make.person({ firstName: '  Ana María ', lastName: '\tRuiz\n' }));
    expect([body.firstName, body.lastName]).toEqual(['Ana María', 'Ruiz']);
  },
);

const anyText = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
const oddNames = ['שלום', 'e\u0301a', '👩‍👩‍👧', '𝕏𝕐', "O'Brien; --", '<b>"&', '\\n\\u0041', 'a  b', '%00', '日本', 'İ'];

check(
  'text.kept',
  'names in any script are kept exactly as they were sent',
  { clause: 'A2, C', needs: ['read.same'] },
  async ({ api, make, random }) => {
    const names = [...oddNames, ...fc.sample(anyText, { seed: random.seed, numRuns: 15 })];
    const kept = await inBatches(names, async (name) => {
      const firstName = `A${Array.from(name.replaceAll('\0', '')).slice(0, 40).join('')}z`;
      const { url } = await api.created('/persons', make.person({ firstName, lastName: firstName }));
      const { firstName: first, lastName: last } = shown(await api.get(url));
      return { sent: [firstName, firstName], kept: [first, last] };
    });
    for (const { sent, kept: received } of kept) expect(received).toEqual(sent);
  },
);

check(
  'state.survives',
  'a person survives kill -9 and a restart of the service, with the ETag',
  { clause: 'A16, A10', needs: ['etag.value'], demands: ['lifecycle'] },
  async (context) => {
    const { created, kept } = await restarted(context);
    expect(created).toHaveStatus(201);
    expect(kept.body).toEqual(created.body);
    expect(kept.etag).toBe(created.etag);
  },
);
