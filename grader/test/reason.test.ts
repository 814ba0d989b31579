import fc from 'fast-check';
import type { Answer } from '../src/answer.ts';
import { expect as contractExpect } from '../src/matchers.ts';
import { reasonOf } from '../src/reason.ts';

function answer(status: number, body: unknown, type = 'application/problem+json'): Answer {
  const text = JSON.stringify(body);
  const url = 'http://127.0.0.1:1/addresses';
  const rest = { bytes: Buffer.from(text), text, body, url, etag: undefined, location: undefined, durationMs: 0 };
  return { method: 'POST', status, setCookies: [], headers: { 'content-type': type }, ...rest };
}

async function reasonFor(assertion: () => unknown): Promise<ReturnType<typeof reasonOf>> {
  try {
    await assertion();
  } catch (error) {
    return reasonOf(error);
  }
  throw new Error('the assertion held');
}

test('toBeProblem holds for a problem whose status equals the HTTP status', () => {
  contractExpect(answer(422, { status: 422, errors: [{ pointer: '/city' }] })).toBeProblem(422, {
    pointers: ['/city'],
  });
});

test.each([
  ['another status', answer(500, {}), 'answered 500, wanted 422'],
  ['another media type', answer(422, {}, 'text/html'), 'its media type is not that of a problem'],
  ['another status inside', answer(422, { status: 400 }), 'differs from the HTTP status'],
  ['no errors', answer(422, { status: 422 }), 'do not point at every member'],
  ['another pointer', answer(422, { status: 422, errors: [{ pointer: '/x' }] }), 'do not point at every member'],
  ['no object', answer(422, null), 'is not a JSON object'],
])('toBeProblem refuses %s and says so', async (_name, given, message) => {
  const reason = await reasonFor(() => contractExpect(given).toBeProblem(422, { pointers: ['/city'] }));
  expect(reason.message).toContain(message);
  expect(reason.expected).toBeDefined();
});

test('a matcher of Jest becomes a plain sentence', async () => {
  const reason = await reasonFor(() => contractExpect({ a: 1 }).toEqual({ a: 2 }));
  expect(reason).toEqual({ message: 'Wanted {"a":2}, received {"a":1}.', expected: '{"a":2}', received: '{"a":1}' });
});

test('what must not be equal is said so', async () => {
  const reason = await reasonFor(() => contractExpect('a').not.toBe('a'));
  expect(reason.message).toBe('Wanted anything but a, received a.');
});

test('a pattern that must not occur is named, with the text where it did', async () => {
  const { message } = await reasonFor(() => contractExpect('ab').not.toMatch(/b/));
  expect(message).toMatch(/not \/b\/\n.*"ab"/);
});

test('patterns are put into words', async () => {
  const { any, anything, stringContaining, stringMatching } = contractExpect;
  const wanted = [
    stringMatching(/^\d+$/),
    stringContaining('x'),
    any(Number),
    anything(),
    contractExpect.not.stringContaining('y'),
  ];
  const { expected } = await reasonFor(() => contractExpect([]).toEqual(wanted));
  const words = ['a text like /^\\d+$/', 'a text with "x"', 'a Number', 'anything', 'not a text with "y"'];
  expect(expected).toBe(JSON.stringify(words));
});

test('a property that does not hold names the text that broke it', async () => {
  const holds = (text: string) => contractExpect(text.length).toBeLessThan(3);
  const reason = await reasonFor(() => fc.assert(fc.property(fc.string({ minLength: 3 }), holds), { seed: 1 }));
  expect(reason.message).toContain('with this text: ["   "]');
});

test('what is nested too deep to be shown is said to be, and what is too long is cut', async () => {
  const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  const sides = { pass: false, message: 'expect(a)', expected: 'x', actual: deep };
  const error = Object.assign(new Error('deep'), { matcherResult: sides });
  expect(reasonOf(error).received).toBe('something that cannot be shown');
  const long = await reasonFor(() => contractExpect(Array.from({ length: 5_000 }, String)).toEqual(['x']));
  expect(long.message.length).toBeLessThan(4_100);
});
