import type { RequestListener } from 'node:http';
import { Agent } from 'undici';
import { assertOwned, nonceFor, OWNERSHIP_PATH } from '../../src/evidence/ownership.ts';
import { openGrader } from '../../src/grade.ts';
import { course } from '../deploy/support/deployments.ts';
import { serve } from '../deploy/support/servers.ts';

const key = 'k'.repeat(32);
const nonce = nonceFor(key, 'ada', '01-address');
const dispatcher = new Agent();
afterAll(() => dispatcher.close());

/** A service that serves this text where it says whose it is. */
const saying =
  (text: () => string, type = 'text/plain'): RequestListener =>
  (request, response) =>
    request.url === OWNERSHIP_PATH
      ? response.setHeader('content-type', type).end(text())
      : response.writeHead(request.url === '/health' ? 200 : 404).end();

test('a nonce is 32 characters of base64url, the same for the same student, lab and key', () => {
  expect(nonce).toMatch(/^[\w-]{32}$/);
  expect(nonceFor(key, 'ada', '01-address')).toBe(nonce);
});

test('another student, lab or key has another nonce, and so has what reads alike together', () => {
  const nonces = [
    nonce,
    nonceFor(key, 'ben', '01-address'),
    nonceFor(key, 'ada', '02-person'),
    nonceFor('l'.repeat(32), 'ada', '01-address'),
    nonceFor(key, 'ada0', '1-address'),
    nonceFor(key, 'ada","0', '1-address'),
  ];
  expect(new Set(nonces).size).toBe(nonces.length);
});

test('a key that can be guessed is refused', () => {
  for (const short of ['', 'secret', 'k'.repeat(31)]) expect(() => nonceFor(short, 'ada', 'any')).toThrow(RangeError);
});

test.each(['text/plain', 'text/plain; charset=utf-8', 'Text/Plain'])(
  'the right line as %s proves it, blanks aside',
  async (type) => {
    await using server = await serve(saying(() => `  ${nonce}\r\n`, type));
    await expect(assertOwned(server.origin, nonce, dispatcher)).resolves.toBeUndefined();
  },
);

test.each([
  ['someone else’s', nonceFor(key, 'ben', '01-address')],
  ['a part of it', nonce.slice(0, 31)],
  ['more than it', `${nonce}\n${nonce}`],
  ['it in other letters', nonce.toUpperCase()],
  ['nothing', ''],
])('a line that is %s proves nothing, and the error says what to put there', async (_what, text) => {
  await using server = await serve(saying(() => text));
  await expect(assertOwned(server.origin, nonce, dispatcher)).rejects.toMatchObject({
    ...{ name: 'OwnershipError', code: 'wrong nonce' },
    message: `${server.origin}/.well-known/seeka-submission holds another line than the one you were given.`,
    advice: `Put this line, and nothing else, at ${server.origin}/.well-known/seeka-submission as text/plain: ${nonce}`,
  });
});

const plain = { 'content-type': 'text/plain' };
const odd: Record<string, [RequestListener, string]> = {
  'a redirect': [
    (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    'answered 302, wanted 200',
  ],
  'a redirect with the line in it': [
    (_, response) => response.writeHead(301, { ...plain, location: '/' }).end(nonce),
    'answered 301',
  ],
  'not found': [(_, response) => response.writeHead(404, plain).end(nonce), 'answered 404, wanted 200'],
  HTML: [saying(() => nonce, 'text/html'), 'it is text/html, wanted text/plain'],
  'no type': [(_, response) => response.end(nonce), 'it is no media type'],
  'a similar type': [saying(() => nonce, 'text/plainest'), 'wanted text/plain'],
  'the line after 1 kB of blanks': [saying(() => ' '.repeat(1_024) + nonce), 'longer than 1024 bytes'],
  'a text without end': [endless, 'longer than 1024 bytes'],
  'no answer': [() => undefined, 'no whole answer came in time'],
  'half an answer': [(_, response) => response.writeHead(200, plain).write(nonce), 'no whole answer came in time'],
};

function endless(_: unknown, response: Parameters<RequestListener>[1]): void {
  const more = () => void (response.write(' '.repeat(900)) ? setImmediate(more) : response.once('drain', more));
  response.writeHead(200, plain);
  more();
}

test.each(Object.keys(odd))('%s proves nothing, and the error says why', async (what) => {
  const [listener, reason] = odd[what] ?? [];
  await using server = await serve(listener ?? (() => undefined));
  await expect(assertOwned(server.origin, nonce, dispatcher, 400)).rejects.toMatchObject({
    ...{ name: 'OwnershipError', code: 'no proof' },
    message: expect.stringContaining(reason ?? ''),
    advice: expect.stringContaining(nonce),
  });
});

test('a server that is not there proves nothing', async () => {
  await expect(assertOwned('http://127.0.0.1:1', nonce, dispatcher)).rejects.toMatchObject({
    message: expect.stringContaining('ECONNREFUSED'),
  });
});

test('a run asks at its start and at its end: who takes the line away in the middle gets 0, and the reason', async () => {
  await using grader = await openGrader({ course, addresses: { allow: ['127.0.0.1'] } });
  const lines = [nonce, nonce, nonce, 'taken away'];
  const asked: string[] = [];
  await using server = await serve(saying(() => lines[asked.push(OWNERSHIP_PATH) - 1] ?? ''));
  const grade = () =>
    grader.grade({ kind: 'url', lab: '01-address', url: server.origin }, { nonce, checks: ['create.location'] });
  expect(await grade()).not.toHaveProperty('unproven');
  expect(asked).toHaveLength(2);
  const notes = [expect.stringContaining('holds another line than the one you were given')];
  expect(await grade()).toMatchObject({ score: 0, unproven: true, notes });
  await expect(grade()).rejects.toMatchObject({ name: 'OwnershipError', code: 'wrong nonce' });
});
