import { checkpoint, expect } from '../../src/check.ts';
import { countStatuses, shown, times } from '../01-address/reading.ts';
import { stored } from './stored.ts';
import type { PersonContext } from './world.ts';

const check = checkpoint<PersonContext>('2.1');

check(
  'unique.post',
  'a second person with an e-mail address that is taken is refused with 409, whatever its ASCII case',
  { clause: 'C', needs: ['create.members'] },
  async (context) => {
    const { api, make } = context;
    const { draft } = await stored(context);
    for (const email of [draft.email, draft.email.toUpperCase()]) {
      expect(await api.post('/persons', make.person({ email }))).toBeProblem(409);
    }
  },
);

check(
  'unique.shown',
  'the e-mail address is stored and shown as it was sent',
  { clause: 'C', needs: ['read.same'] },
  async ({ api, make, random }) => {
    const email = `Ana.${random.text(8)}@Example.ORG`;
    const { url, body } = await api.created('/persons', make.person({ email }));
    expect([body.email, shown(await api.get(url)).email]).toEqual([email, email]);
  },
);

const RACERS = 20;

check(
  'unique.race',
  'of 20 racing POSTs of one e-mail address in any case one answers 201, and the others 409',
  { clause: 'C', needs: ['unique.post'] },
  async ({ api, make }) => {
    const { email } = make.person();
    const drafts = times(RACERS, (index) => make.person({ email: index % 2 ? email : email.toUpperCase() }));
    const answers = await Promise.all(drafts.map((draft) => api.post('/persons', draft)));
    expect(countStatuses(answers)).toEqual({ 201: 1, 409: RACERS - 1 });
  },
);

check(
  'put.replaces',
  'PUT with the ETag replaces the person, and shows what it is now',
  { clause: 'A10, C', needs: ['etag.value'] },
  async (context) => {
    const { api, make } = context;
    const { url, body, etag } = await stored(context);
    const draft = make.person();
    const answer = await api.put(url, draft, { ifMatch: etag });
    expect(answer).toHaveStatus(200);
    expect(answer.body).toMatchObject({ ...draft, id: body.id, createdAt: body.createdAt });
    expect((await api.get(url)).body).toEqual(answer.body);
  },
);

check(
  'put.removes',
  'an optional member that a PUT leaves out is removed',
  { clause: 'RFC 9110 §9.3.4', needs: ['put.replaces', 'create.optional'] },
  async (context) => {
    const { api, make } = context;
    const whole = make.person({ phone: '+12125550100', birthDate: '2001-02-28' });
    const { url, draft, etag } = await stored(context, whole);
    await api.put(url, { ...draft, phone: undefined, birthDate: undefined }, { ifMatch: etag });
    const { phone, birthDate } = shown(await api.get(url));
    expect([phone ?? 'absent', birthDate ?? 'absent']).toEqual(['absent', 'absent']);
  },
);

check(
  'put.invalid',
  'a PUT that breaks a rule is refused with 422, one of another media type than JSON with 415, one of 150 kB with 413, and nothing changes',
  { clause: 'A2, A4', needs: ['put.replaces', 'member.email', 'body.type', 'body.large'] },
  async (context) => {
    const { api, make } = context;
    const { url, body, etag } = await stored(context);
    const answer = await api.put(url, make.person({ email: 'nobody' }), { ifMatch: etag });
    expect(answer).toBeProblem(422, { pointers: ['/email'] });
    for (const type of ['text/plain', 'application/merge-patch+json']) {
      expect(await api.put(url, make.person(), { ifMatch: etag, type })).toBeProblem(415);
    }
    const large = JSON.stringify(make.person()).replace('{', `{${' '.repeat(150_000)}`);
    expect(await api.put(url, large, { ifMatch: etag })).toBeProblem(413);
    expect((await api.get(url)).body).toEqual(body);
  },
);

check(
  'put.whole',
  'a PUT may send back the members that the service owns, as they are',
  { clause: 'A4', needs: ['put.replaces'] },
  async (context) => {
    const { url, etag } = await stored(context);
    const present = Object.entries(shown(await context.api.get(url))).filter(([, value]) => value !== null);
    expect(await context.api.put(url, Object.fromEntries(present), { ifMatch: etag })).toHaveStatus(200);
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
  'unique.put',
  'a PUT with the e-mail address of somebody else is refused with 409, one with the own in another case is not',
  { clause: 'C', needs: ['put.replaces', 'unique.post'] },
  async (context) => {
    const { api } = context;
    const other = await stored(context);
    const { url, draft, body, etag } = await stored(context);
    for (const email of [other.draft.email, other.draft.email.toUpperCase()]) {
      expect(await api.put(url, { ...draft, email }, { ifMatch: etag })).toBeProblem(409);
    }
    expect((await api.get(url)).body).toEqual(body);
    expect(await api.put(url, { ...draft, email: draft.email.toUpperCase() }, { ifMatch: etag })).toHaveStatus(200);
  },
);
