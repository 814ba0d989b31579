import { checkpoint, expect } from '../../src/check.ts';
import { shown } from '../01-address/reading.ts';
import type { PersonContext } from './world.ts';

const check = checkpoint<PersonContext>('2.1');
const needs = ['create.status'];
type Api = Parameters<Parameters<typeof check>[3]>[0]['api'];

check(
  'body.malformed',
  'malformed JSON and an empty body are refused with 400',
  { clause: 'A2', needs },
  async ({ api }) => {
    expect(await api.post('/persons', '{"firstName": "Ana",')).toBeProblem(400);
    expect(await api.post('/persons', '')).toBeProblem(400);
  },
);

check(
  'body.type',
  'another media type than JSON is refused with 415',
  { clause: 'A2', needs },
  async ({ api, make }) => {
    expect(await api.post('/persons', JSON.stringify(make.person()), { type: 'text/plain' })).toBeProblem(415);
  },
);

check('body.large', 'a body of 150 kB is refused with 413', { clause: 'A2', needs }, async ({ api, make }) => {
  const json = JSON.stringify(make.person());
  expect(await api.post('/persons', json.replace('{', `{${' '.repeat(150_000)}`))).toBeProblem(413);
});

check(
  'body.no-object',
  'JSON that is no object is refused with 422, with the pointer ""',
  { clause: 'A4', needs },
  async ({ api }) => {
    for (const body of ['[]', '"text"', '7', 'null']) {
      expect(await api.post('/persons', body)).toBeProblem(422, { pointers: [''] });
    }
  },
);

check(
  'problem.unknown-path',
  'a path that nobody knows is answered with a problem, 404, that has type, title, status, detail and instance; below a person too, and whatever the method',
  { clause: 'A3, RFC 9457 §3.1', needs },
  async ({ api, make, random }) => {
    const [{ url }, name] = [await api.created('/persons', make.person()), random.text(10)];
    const answer = await api.get(`/${name}/${name}`);
    const others = [await api.post(`/${name}`, {}), await api.get(`${url}/${name}`)];
    for (const one of [answer, ...others]) expect(one).toBeProblem(404);
    const text = expect.any(String);
    expect(shown(answer)).toMatchObject({ type: text, title: text, status: 404, detail: text, instance: text });
  },
);

/** Each of these bodies is at fault in this one member. */
async function refused(api: Api, member: string, drafts: object[]): Promise<void> {
  for (const draft of drafts) expect(await api.post('/persons', draft)).toBeProblem(422, { pointers: [`/${member}`] });
}

check(
  'member.missing',
  'each member that is needed and missing is at fault',
  { clause: 'A4, C', needs },
  async ({ api, make }) => {
    for (const member of ['firstName', 'lastName', 'email']) {
      await refused(api, member, [{ ...make.person(), [member]: undefined }]);
    }
  },
);

check(
  'member.type',
  'a member that is no text is at fault',
  { clause: 'A4, C', needs: ['member.missing'] },
  async ({ api, make }) => {
    for (const member of ['firstName', 'lastName', 'email', 'phone', 'birthDate']) {
      await refused(api, member, [
        { ...make.person(), [member]: 12 },
        { ...make.person(), [member]: ['a'] },
      ]);
    }
  },
);

check(
  'member.all',
  'every member at fault is named, not the first alone',
  { clause: 'A4', needs: ['member.missing'] },
  async ({ api, make }) => {
    const draft = { ...make.person(), lastName: 7, email: 'nobody', phone: 'none' };
    expect(await api.post('/persons', draft)).toBeProblem(422, { pointers: ['/lastName', '/email', '/phone'] });
  },
);

check('member.unknown', 'a member that nobody knows is at fault', { clause: 'A4', needs }, async ({ api, make }) => {
  await refused(api, 'colour', [{ ...make.person(), colour: 'red' }]);
});

check(
  'member.server-owned',
  'a member that the service owns is at fault in a POST',
  { clause: 'A4', needs: ['member.unknown'] },
  async ({ api, make }) => {
    for (const member of ['id', 'links', 'createdAt', 'updatedAt']) {
      await refused(api, member, [{ ...make.person(), [member]: member === 'links' ? [] : '1' }]);
    }
  },
);

check(
  'member.name',
  'a name that is empty or blank, or longer than 64 characters, is at fault',
  { clause: 'C', needs: ['member.missing', 'text.trimmed'] },
  async ({ api, make }) => {
    for (const member of ['firstName', 'lastName']) {
      const drafts = ['', '   ', 'a'.repeat(65)].map((name) => ({ ...make.person(), [member]: name }));
      await refused(api, member, drafts);
    }
  },
);

check(
  'member.longest',
  'a name of 64 characters is accepted, whatever white space is around it',
  { clause: 'C', needs: ['member.name'] },
  async ({ api, make }) => {
    const name = 'b'.repeat(64);
    expect(await api.post('/persons', make.person({ firstName: ` ${name}  `, lastName: name }))).toHaveStatus(201);
  },
);

check(
  'member.email',
  'an email that is not something@something.something is at fault',
  { clause: 'C', needs: ['member.missing'] },
  async ({ api, make }) => {
    const emails = [
      '',
      'ana',
      'ana@example',
      '@example.org',
      'ana@',
      'ana.example.org',
      'a b@example.org',
      'a@b@example.org',
    ];
    await refused(
      api,
      'email',
      emails.map((email) => make.person({ email })),
    );
  },
);

check(
  'member.phone',
  'a phone that is not + and 2 to 15 digits is at fault',
  { clause: 'C', needs: ['member.missing'] },
  async ({ api, make }) => {
    const phones = ['12125550100', '+1', '+1234567890123456', '+1 212 555', '+1-212', '+abc', ''];
    await refused(
      api,
      'phone',
      phones.map((phone) => make.person({ phone })),
    );
    for (const phone of ['+12', '+123456789012345']) {
      expect(await api.post('/persons', make.person({ phone }))).toHaveStatus(201);
    }
  },
);

check(
  'member.birth-date',
  'a birthDate that is no day of the calendar, or is in the future, is at fault',
  { clause: 'C, RFC 3339 §5.6', needs: ['member.missing', 'create.optional'] },
  async ({ api, make }) => {
    // Two days on: the clock of a service elsewhere may be off.
    const future = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
    const dates = ['2001-02-29', '2001-13-01', '2001-1-1', '01-02-2001', '2001-02-03T00:00:00Z', '', future];
    await refused(
      api,
      'birthDate',
      dates.map((birthDate) => make.person({ birthDate })),
    );
    expect(await api.post('/persons', make.person({ birthDate: '2004-02-29' }))).toHaveStatus(201);
  },
);

check(
  'text.nul',
  'U+0000 in a text is refused with 422',
  { clause: 'A4', needs: ['member.missing'] },
  async ({ api, make }) => {
    await refused(api, 'lastName', [make.person({ lastName: 'Ru\u0000iz' })]);
    await refused(api, 'email', [make.person({ email: 'a\u0000b@example.org' })]);
  },
);
