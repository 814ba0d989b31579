import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { html } from '../../src/report/html.ts';
import { type TerminalOptions, terminal } from '../../src/report/terminal.ts';
import type { Report } from '../../src/types.ts';
import { hostileReport } from './hostile.ts';
import { faulted, notStarted, perfect, remote, sample, stalePut } from './samples.ts';

const options: TerminalOptions = { colour: false, width: 100, hints: 1, top: 5 };

function shown(report: Report, changes: Partial<TerminalOptions> = {}): string {
  return terminal(report, { ...options, ...changes });
}

test('the first line has lab, score, seed, time, and at its end the change since the last run', () => {
  const [line = ''] = shown(sample, { change: 12 }).split('\n');
  expect(line).toMatch(/^01-address · 80\/100 · seed 8812 · 1\.4 s {2,}\+12 since your last run$/);
  expect(line).toHaveLength(100);
});

test('a fall since the last run is said too', () => {
  expect(shown(sample, { change: -3 })).toContain('−3 since your last run');
});

test('each checkpoint has one line with its score', () => {
  expect(shown(sample)).toMatch(/^ ✓ 1\.1 Create and read +16\/16$/m);
  expect(shown(sample)).toMatch(/^ ✗ 1\.4 Update and delete safely +7\.2\/18 {2}1 failed, 2 waiting$/m);
});

test('a failed check tells what was sent, what came, what was wanted, and how to send it again', () => {
  const text = shown(sample);
  expect(text).toContain('✗ etag.stale  −10.8   a PUT with a stale If-Match is refused and changes nothing');
  expect(text).toMatch(/PUT \/addresses\/7f3c\S+ {2}If-Match: "a1" {2}→ {2}200, wanted 412/);
  expect(text).toContain('RFC 9110 §13.1.1 · http://127.0.0.1:8080/checks/01-address/etag.stale/');
  expect(text).toMatch(/replay: curl -i -X PUT .* http:\/\/127\.0\.0\.1:3000\/addresses\/7f3c/);
  expect(text).toContain('│ PUT /addresses/7f3c2a9e 200 6 ms');
  expect(text).toContain('↳ 2 more checks wait for this one');
});

test('a failed check tells what the token of its request says', () => {
  const part = (data: unknown) => Buffer.from(JSON.stringify(data)).toString('base64url');
  const authorization = `Bearer ${part({ alg: 'none' })}.${part({ iss: 'http://evil.test' })}.`;
  const exchange = { ...stalePut, request: { headers: { authorization }, body: '' } };
  const outcomes = sample.outcomes.map((it) => (it.id === 'etag.stale' ? { ...it, exchange } : it));
  const says = 'alg none, iss http://evil.test, no signature';
  expect(shown({ ...sample, outcomes })).toContain(`\n     the token: ${says}\n`);
  expect(html({ ...sample, outcomes })).toContain(`<code>${says}</code>`);
});

test('what failed on a machine that was busy is no proof, and the report says so', () => {
  expect(shown({ ...sample, pressed: ['etag.stale'] })).toContain(
    "! The machine was busy: 1 failure may be its fault, and not your service's.",
  );
  expect(shown(sample)).not.toContain('busy');
});

test('expected and received stand side by side', () => {
  expect(shown(sample)).toMatch(
    /expected {2,}received\n +\["\/line1","\/city","\/region","\/postalCode"\] {2,}no errors/,
  );
});

test('a reason that repeats both sides is told once: on one line where it fits, else side by side', () => {
  const wanting = (expected: string) => {
    const sides = { expected, received: '[]', reason: `Wanted ${expected}, received [].`, exchange: undefined };
    return { ...sample, outcomes: sample.outcomes.map((it) => (it.id === 'etag.stale' ? { ...it, ...sides } : it)) };
  };
  expect(shown(wanting('["a"]'))).toMatch(/\n +Wanted \["a"\], received \[\]\.\n +RFC 9110/);
  expect(shown(wanting(`["${'a'.repeat(90)}"]`))).toMatch(/changes nothing\n +expected +received\n +\["a+ {2}\[\]\n/);
});

test('of a page of HTML its words are shown, of a long log the beginning', () => {
  const body = '<!DOCTYPE html><title>Error</title><style>b {}</style><pre>TODO(1.1)<br>&nbsp; at create</pre>';
  const log = Array.from({ length: 9 }, (_, at) => `line ${at + 1}`).join('\n');
  const outcomes = sample.outcomes.map((outcome) =>
    outcome.id === 'etag.stale'
      ? { ...outcome, log, exchange: { ...stalePut, response: { status: 500, headers: {}, body } } }
      : outcome,
  );
  expect(shown({ ...sample, outcomes })).toContain('answered TODO(1.1) at create\n');
  expect(shown({ ...sample, outcomes })).toMatch(/│ line 1\n.*\n.*\n.*\n.*\n +│ line 6\n +│ … and 3 more lines/);
});

test('as many tiers of hints are shown as were asked for', () => {
  expect(shown(sample)).toContain('hint 1 of 3: Compare the header');
  expect(shown(sample)).not.toContain('hint 2 of 3');
  expect(shown(sample, { hints: 3 })).toContain('hint 3 of 3: UPDATE addresses');
});

test('failures beyond the first few are counted, and --all is named', () => {
  const text = shown(sample, { top: 1 });
  expect(text).toContain('2 more failures (−9). --all shows every one in full.');
  expect(text).not.toContain('rules.each-member');
});

test('a hidden check tells its title and nothing of what it sent', () => {
  const block = shown(sample).split('✗ verify.race')[1] ?? '';
  expect(block).toContain('of racing creations of one place exactly one answers 201');
  expect(block).not.toMatch(/POST|time limit|Wanted 1|curl|checks\/01-address/);
});

test('a service that did not start: why, what to do, and the last it printed', () => {
  const text = shown(notStarted);
  expect(text).toContain('ended with exit code 1 after 0.4 s');
  expect(text).toContain('Read the last lines below');
  expect(text).toContain("│ Error: Cannot find module './stor.ts'");
});

test("a fault of the grader's is said to be one, and there is no score", () => {
  const text = shown(faulted, { change: 3 });
  expect(text).toContain('01-address · no score · seed 8812');
  expect(text).toContain('The grader itself is at fault, not your service');
  expect(text).toContain('page.next: no port is free');
  expect(text).not.toContain('since your last run');
});

test('checks that do not apply are counted', () => {
  expect(shown(remote)).toContain('4 checks not applicable at a URL');
  expect(shown(remote)).toMatch(/^ – 1\.6 .*4 do not apply$/m);
  expect(shown(remote)).toContain('https://address.example.org/addresses/7f3c');
});

test('where every check has passed, it says so', () => {
  expect(shown(perfect)).toContain('Every check has passed.');
});

test('a run without a sandbox says so', () => {
  const open = { ...sample, submission: { ...sample.submission, sandbox: 'none' as const } };
  expect(shown(open)).toContain('Run without a sandbox');
  expect(shown(sample)).not.toContain('Run without a sandbox');
});

test('colour changes nothing but colour', () => {
  const coloured = shown(sample, { colour: true });
  expect(coloured).toContain('\u001b[31m');
  expect(stripVTControlCharacters(coloured)).toBe(shown(sample));
});

test.each([80, 100, 120])('in %i columns no line is longer, but for the one to copy', (width) => {
  const lines = shown(sample, { width, hints: 3, change: 1 }).split('\n');
  expect(lines.filter((line) => line.length > width && !line.includes('replay:'))).toEqual([]);
});

test('whatever a service sends, the terminal and the build log obey the grader alone', () => {
  fc.assert(
    fc.property(hostileReport, fc.boolean(), (report, colour) => {
      const text = shown(report, { colour, hints: 3 });
      const plain = stripVTControlCharacters(text);
      expect(plain).not.toMatch(/[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]--[\n]]/v);
      expect(text).not.toMatch(/^\s*::|##\w*\[/m);
      expect(text.split('\u001b').slice(1)).not.toContainEqual(expect.not.stringMatching(/^\[\d+m/));
    }),
    { numRuns: 60 },
  );
});
