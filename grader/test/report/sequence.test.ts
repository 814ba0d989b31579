import { html } from '../../src/report/html.ts';
import { endInWords, labelOf, sequenceOf } from '../../src/report/sequence.ts';
import { terminal } from '../../src/report/terminal.ts';
import type { RecordedCall } from '../../src/traffic.ts';
import type { Outcome, Report } from '../../src/types.ts';
import { sharedBrowser, show } from '../support/browser.ts';
import { requires } from '../support/requires.ts';
import { sample, stalePut } from './samples.ts';

const browser = sharedBrowser();
const withBrowser = requires('chromium');

function lines(report: Report, width = 100): string[] {
  return terminal(report, { colour: false, width, hints: 1, top: 5 }).split('\n');
}

/** The sample, in which the check "rules.each-member" has brought these calls about. */
function after(theirs: RecordedCall[]): Report {
  const changed = (it: Outcome) => (it.id === 'rules.each-member' ? { ...it, calls: theirs } : it);
  return { ...sample, outcomes: sample.outcomes.map(changed) };
}

function client(at: number, end: Partial<RecordedCall> = { durationMs: 3, status: 204 }): RecordedCall {
  const path = '/persons/823c5a1f-fa95-4e08-9f74-da423030741d/address';
  return { from: 'client', to: 'service', method: 'PUT', path, at, ...end };
}

function to(neighbour: string, at: number, end: Partial<RecordedCall> = { durationMs: 1, status: 200 }): RecordedCall {
  return { from: 'service', to: neighbour, method: 'GET', path: '/addresses/aiubqksjnzrxf', at, ...end };
}

function stepsIn(theirs: RecordedCall[]): string[] {
  const [outcome] = after(theirs).outcomes.filter(({ id }) => id === 'rules.each-member');
  const { steps = [] } = (outcome && sequenceOf(outcome)) ?? {};
  return steps.map((step) => `${step.from}→${step.to} ${labelOf(step, 60)}`);
}

test('the terminal shows lifelines, calls, answers and the time of each since the first', () => {
  const text = lines(sample, 80);
  const start = text.findIndex((line) => line.includes('who called whom'));
  expect(text.slice(start + 1, start + 8)).toEqual([
    '            client                      your service                Verification',
    '         0  │── POST /addresses ───────▶│                           │',
    '         2  │                           │── GET /street-address?s… ▶│',
    '       814  │                           │◀─────── 200, 0.8 s late ──│',
    '       815  │                           │── GET /street-address?s… ▶│',
    '      2818  │                           │×──────── hung, given up ──│',
    '      2841  │◀─────────────────── 422 ──│                           │',
  ]);
});

test('an arrow to a farther neighbour runs over the lifelines between', () => {
  const text = lines(after([client(0, { durationMs: 9, status: 204 }), to('Address', 1), to('Person', 4)]));
  expect(text).toContainEqual(expect.stringMatching(/^ +4 {2}│ +│── GET \/addresses\/aiubqk… ─+▶│$/));
  expect(text).toContainEqual(expect.stringMatching(/^ +1 {2}│ +│── GET \/addresses\/aiubqk… ─+▶│ +│$/));
});

test('of many calls the last are shown, and how many there were before', () => {
  const many = Array.from({ length: 20 }, (_, at) => [client(100 * at), to('Address', 100 * at + 1)]).flat();
  const text = lines(after(many));
  expect(text.filter((line) => / {2}│.*│$/.test(line)).length).toBe(22);
  expect(text).toContain('     … and 58 before; --html shows them');
});

test('what is the same and happens together is one step', () => {
  const hung = { fault: 'hung' };
  expect(stepsIn([client(0, {}), ...[1, 2, 3].map((at) => to('Address', at, hung)), to('Address', 90, hung)])).toEqual([
    '0→1 PUT /persons/823c5a…/address',
    '1→2 GET /addresses/aiubqk… ×3',
    '1→2 GET /addresses/aiubqk…',
    '1→0 no answer so far',
    '2→1 hung, no answer so far ×4',
  ]);
});

test('a neighbour is given up before the answer that this leads to, though the double sees it a moment later', () => {
  const givenUp = to('Address', 2, { durationMs: 2_001, fault: 'hung' });
  expect(stepsIn([client(0, { durationMs: 2_001, status: 503 }), givenUp]).slice(2)).toEqual([
    '2→1 hung, given up',
    '1→0 503',
  ]);
  const cut = to('Address', 2, { durationMs: 1, fault: 'cut off' });
  expect(stepsIn([client(0), cut]).slice(1)).toEqual(['1→2 GET /addresses/aiubqk…', '2→1 cut off', '1→0 204']);
});

test('the answer for which the check failed says what was wanted', () => {
  const response = { status: 200, headers: {}, body: '' };
  const failed = { expected: '404', received: '200', exchange: { ...stalePut, at: 0, response } };
  const [outcome] = after([client(0, { durationMs: 3, status: 200 }), to('Address', 1)])
    .outcomes.filter(({ id }) => id === 'rules.each-member')
    .map((it) => ({ ...it, ...failed }));
  expect(
    outcome &&
      sequenceOf(outcome)
        ?.steps.map((step) => labelOf(step, 60))
        .at(-1),
  ).toBe('200, wanted 404');
});

test('without a call to a neighbour there is no diagram, and a hidden check tells none', () => {
  expect(lines(after([])).join('\n')).not.toContain('who called whom');
  expect(html(after([]))).not.toContain('Who called whom');
  expect(html(sample).split('id="verify.race"')[1]?.split('</article>')[0]).not.toMatch(/Who called|street-address/);
  expect(lines(sample).join('\n').split('✗ verify.race')[1]).not.toMatch(/who called|street-address/);
});

test.each([
  [{ durationMs: 804.4, status: 200, fault: '0.8 s late' }, '200, 0.8 s late, after 804 ms'],
  [{ durationMs: 2_003, fault: 'hung' }, 'none, hung, after 2003 ms'],
  [{ fault: 'hung' }, 'none so far, hung'],
])('%j is told as "%s"', (end, words) => {
  expect(endInWords(to('Address', 0, end))).toBe(words);
});

withBrowser('the page draws each step once, within its own box, and tells the same in words', async () => {
  await using shown = await show(browser, html(sample), { viewport: { width: 390, height: 844 } });
  const card = shown.page.locator('#rules\\.each-member');
  expect(await card.locator('.sequence .name').allTextContents()).toEqual(['client', 'your service', 'Verification']);
  expect(await card.locator('.sequence .time').allTextContents()).toEqual([
    'ms',
    '0',
    '2',
    '814',
    '815',
    '2818',
    '2841',
  ]);
  const inside = `[...document.querySelectorAll('.sequence svg text')].every((text) => {
    const [own, all] = [text, text.closest('svg')].map((it) => it.getBoundingClientRect());
    return own.left >= all.left && own.right <= all.right;
  })`;
  expect(await shown.page.evaluate(inside)).toBe(true);
  await card.locator('.calls summary').click();
  expect(await card.locator('.calls li').allTextContents()).toEqual([
    'At 0 ms the client called your service: POST /addresses. Answer: 422, after 2841 ms.',
    expect.stringContaining('your service called Verification: GET /street-address?street=120+W+12th+St. Answer: 200'),
    expect.stringContaining('Answer: none, hung, after 2003 ms.'),
  ]);
  expect(shown.complaints).toEqual([]);
});
