import { checkpoint, expect } from '../../../src/check.ts';
import { stored } from '../stored.ts';
import type { PersonContext } from '../world.ts';

const check = checkpoint<PersonContext>('2.1', { hidden: true });
const needs = ['create.status'];

check('body.charset', 'charset=utf-8 beside the media type is fine', { clause: 'A2', needs }, async ({ api, make }) => {
  expect(await api.post('/persons', make.person(), { type: 'application/json; charset=utf-8' })).toHaveStatus(201);
});

check(
  'body.utf8',
  'a person in bytes that are not UTF-8 is refused with 400',
  { clause: 'A2', needs },
  async ({ api, make }) => {
    const json = JSON.stringify(make.person({ firstName: 'Jos\xe9' }));
    expect(await api.post('/persons', Buffer.from(json, 'latin1'))).toBeProblem(400);
  },
);

check(
  'body.untyped',
  'a person without a Content-Type is refused with 415, in a PUT too',
  { clause: 'A2', needs: ['put.replaces'] },
  async (context) => {
    const { url, etag } = await stored(context);
    const body = JSON.stringify(context.make.person());
    expect(await context.api.send({ method: 'POST', path: '/persons', body })).toBeProblem(415);
    const put = { method: 'PUT', path: url, body, headers: { 'if-match': etag ?? '*' } };
    expect(await context.api.send(put)).toBeProblem(415);
  },
);

check(
  'body.ninety',
  'a person in a body of 90 kB is read, and only its content judged',
  { clause: 'A2', needs },
  async ({ api, make }) => {
    const json = JSON.stringify(make.person());
    expect(await api.post('/persons', json.replace('{', `{${' '.repeat(90_000)}`))).toHaveStatus(201);
  },
);

check(
  'member.days',
  'any day of the calendar up to today may be a birthDate, 29 February only of a leap year',
  { clause: 'C, RFC 3339 §5.7', needs: ['member.birth-date'] },
  async ({ api, make }) => {
    // A minute: the clock of a service elsewhere may be off.
    const today = new Date(Date.now() - 60_000).toISOString().slice(0, 10);
    for (const birthDate of ['1899-12-31', '2000-02-29', today]) {
      expect(await api.post('/persons', make.person({ birthDate }))).toHaveStatus(201);
    }
    const answer = await api.post('/persons', make.person({ birthDate: '1900-02-29' }));
    expect(answer).toBeProblem(422, { pointers: ['/birthDate'] });
  },
);

check(
  'member.pointer',
  'a member that nobody knows is pointed at whatever its name, in which ~ is written as ~0, and / as ~1',
  { clause: 'A4, RFC 6901 §3', needs: ['member.unknown', 'member.all'] },
  async ({ api, make }) => {
    const answer = await api.post('/persons', { ...make.person({ phone: '7' }), 'a/b~c': 'red', toString: 'red' });
    expect(answer).toBeProblem(422, { pointers: ['/a~1b~0c', '/toString', '/phone'] });
  },
);

check(
  'member.other-signs',
  'digits of another script, or a line end, in a phone or birthDate are at fault, and so is any white space in an email',
  { clause: 'C', needs: ['member.email', 'member.phone', 'member.birth-date'] },
  async ({ api, make }) => {
    for (const [member, values] of [
      ['phone', ['+1212555010\u0660', '+12125550100\n', '+12125550100\nx']],
      ['birthDate', ['200\u0661-02-28', '2001-02-28\n']],
      ['email', ['a\tb@example.org', 'ana@example.org\n', 'ana@exam\fple.org']],
    ] as const) {
      for (const value of values) {
        const answer = await api.post('/persons', { ...make.person(), [member]: value });
        expect(answer).toBeProblem(422, { pointers: [`/${member}`] });
      }
    }
  },
);

check(
  'member.short',
  'an email may end in parts of one character',
  { clause: 'C', needs: ['member.email'] },
  async ({ api, make, random }) => {
    expect(await api.post('/persons', make.person({ email: `${random.text(12)}@x.y` }))).toHaveStatus(201);
  },
);

check(
  'put.body',
  'the body of a PUT is judged as that of a POST: 400 empty or not UTF-8, 422 no object, and 90 kB are read',
  {
    clause: 'A2, A4',
    needs: ['put.invalid', 'body.malformed', 'body.no-object', 'body.utf8', 'body.ninety'],
    hints: 'body',
  },
  async (context) => {
    const { api, make } = context;
    const { url, body, etag: ifMatch } = await stored(context);
    const json = JSON.stringify(make.person({ firstName: 'Jos\xe9' }));
    for (const bytes of ['', '{', Buffer.from(json, 'latin1')]) {
      expect(await api.put(url, bytes, { ifMatch })).toBeProblem(400);
    }
    expect(await api.put(url, '[]', { ifMatch })).toBeProblem(422, { pointers: [''] });
    expect((await api.get(url)).body).toEqual(body);
    expect(await api.put(url, json.replace('{', `{${' '.repeat(90_000)}`), { ifMatch })).toHaveStatus(200);
  },
);
