import fc from 'fast-check';
import type { Failure } from '../../../src/class/verdicts.ts';
import { failingChecks, templateOfText } from '../../../src/portal/staff/kinds.ts';
import type { Outcome } from '../../../src/types.ts';

function failure(attempt: string, id: string, reason: string, more: Partial<Outcome> = {}): Failure {
  return { attempt, outcome: { id, reason, title: `${id} holds`, clause: 'A1', status: 'failed', ...more } as Outcome };
}

const time = fc.date({ min: new Date('2000-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
/** What runs draw: words, texts in quotation marks, JSON. */
const words = fc.oneof(
  fc.uuid(),
  fc.nat().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number.toFixed(2)),
  time.map((date) => date.toISOString()),
  time.map((date) => date.toUTCString()),
  fc.nat(65_535).map((port) => `127.0.0.1:${port}`),
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 7, maxLength: 40 }).map((id) => `1${id}`),
);
const texts = fc.string().map((text) => JSON.stringify(text));
const objects = fc.json().map((json) => `{"member":${json}}`);
const data = fc.oneof(words, texts, objects);
const pairOfData = fc.oneof(...[words, texts, objects].map((form) => fc.tuple(form, form)));

/** Messages of checks, as they are written. */
const sentences: ((value: string) => string)[] = [
  (value) =>
    `GET /addresses/7f${value.replaceAll(/\W/g, '')}?city=${encodeURIComponent(value)} answered 404, wanted 200.`,
  (value) => `Wanted ${value}, received ${value}.`,
  (value) => `The list has ${value} where ${value} is due.`,
  (value) => `It got no answer: connect ECONNREFUSED ${value}`,
  (value) => `Expected: ${value}\nReceived: ${value}`,
];

test('messages that differ in drawn data alone have one template', () => {
  fc.assert(
    fc.property(fc.constantFrom(...sentences), pairOfData, (sentence, [one, other]) => {
      expect(templateOfText(sentence(one))).toBe(templateOfText(sentence(other)));
    }),
    { numRuns: 500 },
  );
});

test('messages of other words have other templates', () => {
  fc.assert(
    fc.property(data, data, fc.nat(4), fc.nat(4), (one, other, here, there) => {
      fc.pre(here !== there);
      expect(templateOfText(sentences[here]?.(one) ?? '')).not.toBe(templateOfText(sentences[there]?.(other) ?? ''));
    }),
  );
});

test.each([
  ['GET /addresses/6f1c-22?limit=3 answered 404, wanted 200.', 'GET /addresses/…?limit=… answered 404, wanted 200.'],
  [
    'PUT /addresses/V1StGXRZjdHiBmyT answered 500, wanted 204 or 200.',
    'PUT /addresses/… answered 500, wanted 204 or 200.',
  ],
  [
    'Wanted {"street":"Elm St","no":4}, received {"street":"Elm S…, received {"a":"b…',
    'Wanted {…}, received {…}, received {…}',
  ],
  ['Wanted ["a"], received [].', 'Wanted {…}, received {…}.'],
  ["The service's answer wasn't 'Elm Street'.", "The service's answer wasn't '…'."],
  [
    'An answer (RFC 9457) at 127.0.0.1:8080 came at Thu, 26 Nov 2026 19:00:00 GMT.',
    'An answer (RFC 9457) at … came at ….',
  ],
  ['', ''],
])('%s', (message, template) => {
  expect(templateOfText(message)).toBe(template);
});

test('what a service hides in its answer is written out in the template', () => {
  expect(templateOfText('The member ‮gpj is\u0000 wrong')).toBe('The member \\u{202e}gpj is\\x00 wrong');
});

test('the status that came tells kinds apart; drawn numbers do not', () => {
  const of = (received: string) => ({
    ...{ expected: '412', received },
    exchange: { response: { status: Number(received) } } as Outcome['exchange'],
  });
  const [check] = failingChecks([
    failure('b/1', 'etag.stale', 'Wanted 412, received 200.', of('200')),
    failure('b/2', 'etag.stale', 'Wanted 412, received 500.', of('500')),
    failure('b/3', 'etag.stale', 'Wanted 412, received 200.', of('200')),
  ]);
  expect(check?.kinds.map(({ template, failures }) => [template, failures.length])).toEqual([
    ['Wanted 412, received 200.', 2],
    ['Wanted 412, received 500.', 1],
  ]);
  const [page] = failingChecks([
    failure('b/1', 'list.page', 'Wanted 412, received 200.', { expected: '412', received: '200' }),
    failure('b/2', 'list.page', 'Wanted 7, received 3.', { expected: '7', received: '3' }),
  ]);
  expect(page?.kinds).toHaveLength(1);
});

test('the order of the failures changes nothing', () => {
  const one = fc.record({ attempt: fc.uuid(), id: fc.constantFrom('a', 'b', 'c'), reason: data });
  const failures = fc.uniqueArray(one, { selector: ({ attempt }) => attempt });
  const shuffled = failures.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  );
  fc.assert(
    fc.property(shuffled, ([list, other]) => {
      const of = (them: typeof list) =>
        failingChecks(them.map(({ attempt, id, reason }) => failure(attempt, id, reason)));
      expect(of(other)).toEqual(of(list));
      expect(of(list).reduce((sum, { count }) => sum + count, 0)).toBe(list.length);
    }),
  );
});
