import { readReport } from '../../src/evidence/read-report.ts';
import { json } from '../../src/report/json.ts';
import type { Report } from '../../src/types.ts';
import { faulted, notStarted, perfect, remote, sample } from '../report/samples.ts';

const evidence = { submissionDigest: 'a', contractDigest: 'b', signature: 'c' };
const text = (changes: object = {}) => JSON.stringify({ ...sample, evidence, ...changes });

test('every kind of report can be read', () => {
  for (const report of [sample, notStarted, faulted, remote, perfect]) {
    const signed = { ...report, evidence };
    expect(readReport(json(signed as Report))).toEqual(JSON.parse(JSON.stringify(signed)));
  }
});

test.each([
  ['no JSON', '{"score": 1', /no JSON/],
  ['null', 'null', /no report/],
  ['a list', '[]', /no report/],
  ['a score in words', text({ score: 'all' }), /no report/],
  ['a fraction for a seed', text({ seed: 1.5 }), /no report/],
  ['outcomes that are none', text({ outcomes: [null] }), /no report/],
  ['a status that there is not', text({ outcomes: [{ ...sample.outcomes[0], status: 'toString' }] }), /no report/],
  ['no submission', text({ submission: null }), /no report/],
  ['a submission of another kind', text({ submission: { ...sample.submission, kind: 'file' } }), /no report/],
  ['no signature', text({ evidence: undefined }), /--sign makes one/],
  ['evidence without a digest', text({ evidence: { signature: 'c' } }), /damaged/],
  ['evidence that is nothing', text({ evidence: null }), /damaged/],
  ['two scores', text().replace('{', '{"score":100,'), /two members of one name/],
  ['two scores, one in disguise', text().replace('{', '{"sc\\u006fre":100,'), /two members of one name/],
  ['two members far below', text({ more: [{ a: 1 }] }).replace('{"a":1}', '{"a":1,"a" :2}'), /two members/],
])('a file with %s is refused, and says why', (_what, content, reason) => {
  expect(() => readReport(content)).toThrow(expect.objectContaining({ name: 'EvidenceError', code: 'report' }));
  expect(() => readReport(content)).toThrow(reason);
});

test('names within strings, and long and deep values, are no second members', () => {
  const odd = { more: ['"score": 1', '\\', '\\"a":', { '"': ':', __proto__x: 1 }], long: '\\"x'.repeat(1_000_000) };
  expect(readReport(text(odd)).score).toBe(sample.score);
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  expect(readReport(text().replace('{', `{"deep":${deep},`)).score).toBe(sample.score);
});
