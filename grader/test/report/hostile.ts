import fc from 'fast-check';
import type { Report } from '../../src/types.ts';
import { calls, sample, stalePut } from './samples.ts';

const attacks = [
  '\u001b[2J\u001b[31m100/100\u001b]0;title\u0007',
  '\u009b31m',
  '::notice title=passed::100/100',
  '  ::set-output name=score::100',
  'ok\n::error::all is lost\n##[error]forged ##vso[task.complete result=Succeeded;]',
  '\u202e001/001\u2066\u200f',
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '"\'><svg/onload=alert(1)>',
  ']]><failure message="forged"/>',
  '<%= it.report %>',
  '\u0000\ud800\uffff\u2028',
  "'; rm -rf ~; echo '",
  '$(touch /tmp/forged)`id`!!\\',
  'a'.repeat(300),
];

/** Text as a hostile service may choose it, lone surrogates too. */
export const hostileText = fc.oneof(
  fc.constantFrom(...attacks),
  fc.tuple(fc.constantFrom(...attacks), fc.string({ unit: 'binary' })).map((parts) => parts.join(' ')),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 }).map((units) => String.fromCharCode(...units)),
);

/** The sample with such text wherever a student's service, folder or settings may put it. */
export const hostileReport: fc.Arbitrary<Report> = fc
  .record({
    texts: fc.array(hostileText, { minLength: 12, maxLength: 12 }),
    score: fc.constantFrom(80, null),
  })
  .map(({ texts, score }) => poisoned(texts, score));

function poisoned(texts: string[], score: number | null): Report {
  const [reason, expected, received, path, name, value, body, log, advice, source, error, sent] = texts as [
    ...[string, string, string, string, string, string],
    ...[string, string, string, string, string, string],
  ];
  const message = { headers: { [name]: [value, reason] }, body };
  const exchange = { ...stalePut, path, error, request: { headers: { [name]: value }, body: sent } };
  return {
    ...sample,
    score,
    submission: { ...sample.submission, source },
    ...(score === null ? { notStarted: { reason, advice, log } } : {}),
    outcomes: sample.outcomes.map((outcome, at) =>
      outcome.status === 'failed'
        ? {
            ...outcome,
            reason,
            expected,
            received,
            log,
            calls: calls.map((call) => ({ ...call, to: name, method: value, path, fault: error })),
            exchange: { ...exchange, response: { status: 200, ...message } },
          }
        : { ...outcome, ...(at % 7 === 0 ? { status: 'faulted' as const, reason } : {}) },
    ),
  };
}
