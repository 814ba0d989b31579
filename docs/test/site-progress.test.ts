import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { changeSinceLast } from '../../grader/src/cli/last-score.ts';
import { sample } from '../../grader/test/report/samples.ts';
import { requires } from '../../grader/test/support/requires.ts';
import { progress } from '../../services/platform/src/progress.ts';
import { openSite, type Site } from './support/site.ts';

const inBrowser = requires('chromium');
const lab = '/labs/01-address/';
let site: Site;

// 300 s: a build takes a minute, and other work may go on beside it.
beforeAll(async () => {
  site = await openSite();
}, 300_000);
afterAll(() => site?.[Symbol.asyncDispose]());

const own = (page: Page) => page.getByRole('region', { name: 'Your progress' });
const box = (page: Page, id: string) => page.getByRole('checkbox', { name: `${id} is done` });
const question = (page: Page, number: number) => page.getByLabel(`Your answer to question ${number}`);
const kept = (page: Page) => page.evaluate(() => localStorage.getItem('seeka-progress'));

async function exported(page: Page): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    own(page).getByRole('button', { name: 'Export' }).click(),
  ]);
  return readFileSync(await download.path(), 'utf8');
}

/** Imports a file; resolves with what the page says. */
async function imported(page: Page, text: string): Promise<string> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    own(page).getByRole('button', { name: 'Import' }).click(),
  ]);
  await chooser.setFiles({ name: 'mine.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  const said = own(page).getByRole('status').filter({ hasText: 'mine.json' });
  return (await said.textContent()) ?? '';
}

inBrowser('a ticked checkpoint counts at the head of the lab, and survives a reload', async () => {
  const page = await site.open(lab);
  expect(await own(page).textContent()).toContain('0 of 6 checkpoints done0 of 100 points');
  await box(page, '1.1').check();
  await box(page, '1.3').check();
  expect(await own(page).textContent()).toContain('2 of 6 checkpoints done33 of 100 points');
  await page.reload();
  await own(page).getByText('2 of 6').waitFor();
  expect(await box(page, '1.3').isChecked()).toBe(true);
  await box(page, '1.3').uncheck();
  expect(await own(page).textContent()).toContain('1 of 6');
});

inBrowser(
  'the side bar shows beside a lab how far one is in it, at once, and nothing of one that is not begun',
  async () => {
    const page = await site.open(lab);
    const beside = (name: string) =>
      page.getByRole('navigation', { name: 'Docs sidebar' }).getByRole('button', { name });
    await box(page, '1.1').check();
    expect(await beside('Lab 01').textContent()).toBe('Lab 01 · Address1/6, 1 of 6 checkpoints done');
    expect(await beside('Lab 02').textContent()).toBe('Lab 02 · Person');
    await box(page, '1.3').check();
    expect(await beside('Lab 01').textContent()).toContain('2 of 6 checkpoints done');
    await page.goto('/lessons/pagination/');
    await beside('Lab 01').getByText('2/6').waitFor();
    const bare = await site.open(lab, { javaScriptEnabled: false });
    expect(await bare.getByText('checkpoints done').isVisible()).toBe(false);
  },
);

inBrowser('an answer is kept, and sent nowhere; it goes with the export into another browser', async () => {
  const page = await site.open(lab);
  const sent: string[] = [];
  page.on('request', (it) => (/[?]/.test(it.url()) || it.method() !== 'GET' ? sent.push(it.url()) : undefined));
  await question(page, 2).fill('Page 2, as if nothing had happened.');
  await box(page, '1.2').check();
  const file = await exported(page);
  expect(sent).toEqual([]);

  const other = await site.open(lab);
  await question(other, 2).fill('An empty page.');
  await box(other, '1.1').check();
  expect(await imported(other, file)).toContain('was added');
  expect(await question(other, 2).inputValue()).toBe('An empty page.\n\nPage 2, as if nothing had happened.');
  expect(await own(other).textContent()).toContain('2 of 6');
  await other.reload();
  await own(other).getByText('2 of 6').waitFor();
});

const lab1 = (content: unknown) =>
  JSON.stringify({ kind: 'seeka-progress', version: 1, labs: { '01-address': content } });

for (const [what, text, reason] of [
  ['no JSON', '{"kind": "seeka-prog', 'not JSON'],
  ['of something else', '{"name": "my-address", "version": "1.0.0"}', 'not progress that this site exported'],
  ['of another version', '{"kind": "seeka-progress", "version": 2, "labs": {}}', 'another version'],
  ['of another form', lab1({ done: 'all' }), 'lab “01-address” has another form'],
  ['too large', lab1({ done: [], answers: { 1: 'x'.repeat(1_000_000) } }), 'larger than 1 MB'],
] as const) {
  inBrowser(`a file that is ${what} is refused with the reason, and nothing is lost`, async () => {
    const page = await site.open(lab);
    await box(page, '1.1').check();
    const before = await kept(page);
    const said = await imported(page, text);
    expect(said).toContain('nothing has changed');
    expect(said).toContain(reason);
    expect(await kept(page)).toBe(before);
    expect(await own(page).textContent()).toContain('1 of 6');
  });
}

inBrowser('what another version of the site has kept is left alone, and the reader is told', async () => {
  const page = await site.open(lab);
  const theirs = '{"kind":"seeka-progress","version":2}';
  await page.evaluate((text) => localStorage.setItem('seeka-progress', text), theirs);
  await page.reload();
  await own(page).getByText('cannot be read').waitFor();
  await box(page, '1.1').check();
  const mine = await exported(page);
  expect(JSON.parse(mine).labs['01-address'].done).toEqual(['1.1']);
  expect(await imported(page, mine)).toContain('cannot be read');
  expect(await kept(page)).toBe(theirs);
});

inBrowser('where the course runs the points are those that the grader gave last', async () => {
  await using opened = new AsyncDisposableStack();
  const course = mkdtempSync(join(tmpdir(), 'seeka-graded-'));
  opened.defer(() => rmSync(course, { recursive: true }));
  await changeSinceLast(course, { kind: 'folder', lab: '01-address', folder: '/home/ada/my-address' }, sample);
  const local = opened.use(await openSite(progress(course)));

  const page = await local.open(lab);
  await own(page).getByText('From your last run of seeka grade.').waitFor();
  const full = sample.checkpoints.filter(({ points, earned }) => earned === points).length;
  expect(await own(page).textContent()).toContain(`${full} of 6 checkpoints done80 of 100 points`);
  for (const { id, points, earned } of sample.checkpoints) {
    expect(await box(page, id).isChecked()).toBe(earned === points);
    expect(await box(page, id).isDisabled()).toBe(true);
  }
});

inBrowser('a public site is asked for no results, and nothing is complained of', async () => {
  const page = await site.open('/');
  const complaints: string[] = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', ({ message }) => complaints.push(message));
  await page.goto(lab, { waitUntil: 'networkidle' });
  await box(page, '1.1').check();
  expect(complaints).toEqual([]);
  expect(site.asked.filter((url) => url.includes('progress.json'))).toEqual([]);
});

inBrowser('the keyboard alone ticks a box, opens a hint and writes an answer', async () => {
  const page = await site.open(lab);
  await page.locator('textarea:enabled').last().waitFor();
  await question(page, 4).focus();
  await page.keyboard.type('It does not know.');
  expect(await kept(page)).toContain('It does not know.');
  const hints = page.getByText('Hints for 1.1', { exact: true });
  await hints.focus();
  await page.keyboard.press('Tab');
  expect(await box(page, '1.1').evaluate((it) => it === document.activeElement)).toBe(true);
  await page.keyboard.press('Space');
  expect(await box(page, '1.1').isChecked()).toBe(true);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  expect(await page.getByText('Insert the row and let the database return it').isVisible()).toBe(true);
  await own(page).getByRole('link').last().focus();
  await page.keyboard.press('Tab');
  const focused = await page.evaluate(() => document.activeElement?.textContent);
  expect(focused).toBe('Export');
});

inBrowser('a page that comes with progress and answers moves nothing while it comes', async () => {
  const page = await site.open(lab, { viewport: { width: 390, height: 844 } });
  await question(page, 1).fill('A long answer. '.repeat(50));
  await box(page, '1.1').check();
  await page.reload();
  await own(page).getByText('1 of 6').waitFor();
  const shifts = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const shift = (list: PerformanceObserverEntryList) =>
          resolve(list.getEntries().reduce((sum, it) => sum + (it as unknown as { value: number }).value, 0));
        new PerformanceObserver(shift).observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(0)));
      }),
  );
  expect(shifts).toBe(0);
});
