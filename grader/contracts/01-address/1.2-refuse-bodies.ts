import { checkpoint, expect } from '../../src/check.ts';
import { leaks } from './leaks.ts';
import { shown } from './reading.ts';
import type { AddressContext } from './world.ts';

const check = checkpoint<AddressContext>('1.2');
const needs = ['create.status'];

check('body.malformed', 'malformed JSON is refused with 400', { clause: 'A2', needs }, async ({ api }) => {
  for (const body of ['{"line1": "120 W 12th St",', '{"line1"', '  ']) {
    expect(await api.post('/addresses', body)).toBeProblem(400);
  }
});

check('body.empty', 'an empty body is refused with 400', { clause: 'A2', needs }, async ({ api }) => {
  expect(await api.post('/addresses', '')).toBeProblem(400);
});

check('body.utf8', 'bytes that are not UTF-8 are refused with 400', { clause: 'A2', needs }, async ({ api, make }) => {
  const [head = '', tail = ''] = JSON.stringify(make.address({ line2: 'Apt ?' })).split('?');
  const bytes = Buffer.concat([Buffer.from(head), Buffer.from([0xc3, 0x28]), Buffer.from(tail)]);
  expect(await api.post('/addresses', bytes)).toBeProblem(400);
});

const otherTypes = ['text/plain', 'application/merge-patch+json', 'application/json-patch+json'];

check(
  'body.type',
  'another media type than JSON is refused with 415',
  { clause: 'A2', needs },
  async ({ api, make }) => {
    for (const type of otherTypes) {
      expect(await api.post('/addresses', JSON.stringify(make.address()), { type })).toBeProblem(415);
    }
  },
);

check(
  'body.untyped',
  'a body without a Content-Type is refused with 415',
  { clause: 'A2', needs },
  async ({ api, make }) => {
    const body = JSON.stringify(make.address());
    expect(await api.send({ method: 'POST', path: '/addresses', body })).toBeProblem(415);
  },
);

/** A draft in so many bytes of JSON: blanks between members are no fault. */
function padded(draft: object, bytes: number): string {
  const json = JSON.stringify(draft);
  return `{${' '.repeat(bytes - json.length)}${json.slice(1)}`;
}

check(
  'body.large',
  'a body of 150 kB is refused with 413, whether or not its length is said beforehand',
  { clause: 'A2, RFC 9112 §7.1', needs },
  async ({ api, make }) => {
    expect(await api.post('/addresses', padded(make.address(), 150_000))).toBeProblem(413);
    expect(await api.post('/addresses', padded(make.address(), 150_000), { chunked: true })).toBeProblem(413);
  },
);

check(
  'body.ninety',
  'a body of 90 kB is read, and only its content judged',
  { clause: 'A2', needs: ['body.large'] },
  async ({ api, make }) => {
    expect(await api.post('/addresses', padded(make.address(), 90_000))).toHaveStatus(201);
  },
);

check(
  'body.no-object',
  'JSON that is no object is refused with 422, with the pointer ""',
  { clause: 'A4', needs },
  async ({ api }) => {
    for (const body of ['[]', '"text"', '7', 'true', 'null']) {
      expect(await api.post('/addresses', body)).toBeProblem(422, { pointers: [''] });
    }
  },
);

check(
  'problem.unknown-path',
  'a path that nobody knows is answered with a problem, 404, whatever the method',
  { clause: 'A3', needs: ['create.status'] },
  async ({ api, make, random }) => {
    const { url } = await api.created('/addresses', make.address());
    const [a, b, c] = [random.text(10), random.text(5), random.text(5)];
    for (const path of [`/${a}`, `/${a}/${b}`, `/${a}/${b}/${c}`, `${url}/${a}`, `/addresses/${a}/${b}/${c}`]) {
      expect(await api.get(path)).toBeProblem(404);
    }
    expect(await api.post(`/${a}`, {})).toBeProblem(404);
    expect(await api.put(`/${a}/${b}`, {}, { ifMatch: '"1"' })).toBeProblem(404);
    expect(await api.delete(`/${a}/${b}/${c}`, { ifMatch: '"1"' })).toBeProblem(404);
  },
);

/** Every member of RFC 9457 §3.1 that A3 asks for. */
const problemMembers = {
  type: expect.any(String),
  title: expect.any(String),
  status: expect.any(Number),
  detail: expect.any(String),
  instance: expect.any(String),
};

check(
  'problem.members',
  'a problem has type, title, status, detail and instance',
  { clause: 'A3, RFC 9457 §3.1', needs: ['problem.unknown-path'] },
  async ({ api }) => {
    expect(shown(await api.get('/nowhere'))).toMatchObject(problemMembers);
  },
);

check(
  'problem.references',
  'type and instance of a problem are URI references',
  { clause: 'A3, RFC 9457 §3.1, RFC 3986 §4.1', needs: ['problem.members'] },
  async ({ api }) => {
    const { type, instance } = shown(await api.get('/nowhere/%22%3E%20%7B%7D'));
    expect([type, instance]).toEqual([expect.stringMatching(reference), expect.stringMatching(reference)]);
  },
);

/** The characters of RFC 3986 §2, percent signs only before two hexadecimal digits. */
const reference = /^(%[\dA-Fa-f]{2}|[\w\-.~:/?#[\]@!$&'()*+,;=])*$/;

check(
  'problem.discreet',
  'no error shows a stack trace, SQL or the path of a file',
  { clause: 'A3', needs: ['body.malformed', 'problem.unknown-path'] },
  async ({ api, make }) => {
    const refusals = [
      await api.post('/addresses', '{"line1": '),
      await api.post('/addresses', { ...make.address(), line1: 7 }),
      await api.get('/addresses/%27;%20select'),
      await api.get('/addresses/%E0%A4%A'),
      await api.get('/nowhere/at/all'),
    ];
    for (const { text } of refusals) expect(text).not.toMatch(leaks);
  },
);

const oddIds = [
  '%00',
  '%F0%9F%8F%A0',
  'a%2Fb',
  '%2F',
  "'",
  '-1',
  '0',
  '1e9',
  '%25',
  '..%2F..',
  'x'.repeat(10_000),
  '9'.repeat(40),
];

check(
  'read.odd-id',
  'an id that nobody has is answered with a problem, 404, however odd it is',
  { clause: 'A6', needs: ['read.unknown', 'create.id', 'problem.unknown-path'] },
  async ({ api, make }) => {
    const { body } = await api.created('/addresses', make.address());
    const stored = encodeURIComponent(String(body.id));
    // Whoever takes the number that an id begins with finds the one that is stored.
    const near = [`${stored}x`, `${stored}%00`, `${stored}%0Ax`];
    for (const id of [...oddIds, ...near]) expect(await api.get(`/addresses/${id}`)).toBeProblem(404);
  },
);
