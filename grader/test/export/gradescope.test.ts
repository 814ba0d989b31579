import fc from 'fast-check';
import { type gradescope, gradescopeJson } from '../../src/export/gradescope.ts';
import type { Report } from '../../src/types.ts';
import { hostileReport } from '../report/hostile.ts';
import { faulted, notStarted, perfect, remote, sample } from '../report/samples.ts';
import { faultsOf } from './support/schemas.ts';

/** As Gradescope reads it: JSON with the members that it documents, each of its form. */
function read(report: Report) {
  const results = JSON.parse(gradescopeJson(report) ?? 'null') as NonNullable<ReturnType<typeof gradescope>>;
  expect(faultsOf('gradescope', results)).toEqual([]);
  return results;
}

function testNamed(report: Report, start: string) {
  return read(report).tests.find(({ name }) => name.startsWith(start));
}

test.each([
  ['some have failed', sample, 80],
  ['all have passed', perfect, 100],
  ['the service did not start', notStarted, 0],
  ['it runs at a URL', remote, 80],
])('when %s, the score is the report’s, whatever the tests add up to', (_, report, score) => {
  expect(read(report).score).toBe(score);
});

test('a failed check tells what was wanted, what came, and how to repeat it', () => {
  const { output, ...test } = testNamed(sample, 'etag.stale') ?? { output: '' };
  expect(test).toMatchObject({ number: '1.4.2', score: 0, max_score: 3.6, status: 'failed' });
  expect(output).toContain('expected: 412\nreceived: 200');
  expect(output).toContain('If-Match: "a1"');
  expect(output).toMatch(/RFC 9110 §13\.1\.1\nhint: Compare .*\nreplay: curl /);
});

test('a check that waits says for which', () => {
  expect(testNamed(sample, 'etag.race')).toMatchObject({ status: 'failed', output: 'waits for etag.stale\nA10' });
});

test('a hidden check tells its title alone, and stays visible so that students see their total', () => {
  const hidden = testNamed(sample, 'verify.race');
  expect(hidden).toMatchObject({ visibility: 'visible', tags: ['checkpoint 1.5', 'failed', 'hidden'] });
  expect(JSON.stringify(hidden)).not.toMatch(/Wanted 1|POST|curl|hint/);
});

test('what cannot be tried at a URL is no test', () => {
  expect(read(remote).tests.filter(({ number }) => number.startsWith('1.6'))).toEqual([]);
});

test('a service that did not start says why, and what it printed', () => {
  expect(read(notStarted).output).toMatch(/exit code 1 .*\n.*npm start.*\n[\s\S]*Cannot find module/);
});

test('a fault of the grader writes nothing, so that Gradescope keeps no score', () => {
  expect(gradescopeJson(faulted)).toBeUndefined();
  expect(gradescopeJson({ ...perfect, score: null })).toBeUndefined();
});

test('whatever a service sends, the results are valid, plain text, and of bounded size', () => {
  fc.assert(
    fc.property(hostileReport, (report) => {
      const text = gradescopeJson({ ...report, score: 80 }) ?? '';
      expect(faultsOf('gradescope', JSON.parse(text))).toEqual([]);
      expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
      expect(text.length).toBeLessThan(200_000);
    }),
    { numRuns: 100 },
  );
});

test('a body of a megabyte is shortened', () => {
  const outcomes = sample.outcomes.map((outcome) => ({ ...outcome, reason: outcome.reason && 'x'.repeat(1_000_000) }));
  expect(gradescopeJson({ ...sample, outcomes })?.length).toBeLessThan(60_000);
});
