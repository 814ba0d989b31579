import { requires } from '../../grader/test/support/requires.ts';
import { openSite, type Site } from './support/site.ts';

const inBrowser = requires('chromium');
const phone = { viewport: { width: 390, height: 844 } };
const kinds = [
  '/',
  '/start/student/',
  ...['resources-and-links', 'errors-as-data', 'conditional-requests', 'pagination', 'someone-elses-api'].map(
    (lesson) => `/lessons/${lesson}/`,
  ),
  '/labs/01-address/',
  '/labs/01-address/contract/',
  '/checks/01-address/',
  '/checks/01-address/match.stale/',
  '/validity/01-address/',
  '/glossary/',
  '/decisions/',
];
let site: Site;

// 60 s: a build takes some 10 s here, and other work may go on beside it.
beforeAll(async () => {
  site = await openSite();
}, 60_000);
afterAll(() => site?.[Symbol.asyncDispose]());

for (const [words, path, place] of [
  ['lost update', '/lessons/conditional-requests/', 'Conditional requests'],
  ['match.stale', '/checks/01-address/match.stale/', 'match.stale'],
] as const) {
  inBrowser(`search finds "${words}"`, async () => {
    const page = await site.open('/');
    await page.getByPlaceholder('Search').fill(words);
    await page.getByRole('option').filter({ hasText: place }).first().click();
    await page.waitForURL(`**${path}**`);
    expect(new URL(page.url()).pathname).toBe(path);
  });
}

inBrowser('a hint is shut until it is opened', async () => {
  const page = await site.open('/checks/01-address/match.stale/');
  const nudge = page.locator('details', { hasText: 'A nudge' });
  const text = nudge.locator('p').first();
  expect(await text.isVisible()).toBe(false);
  await nudge.locator('summary').click();
  expect(await text.isVisible()).toBe(true);
});

inBrowser('a quiz marks a wrong choice, then the right one, and explains', async () => {
  const page = await site.open('/lessons/conditional-requests/');
  const question = page.getByRole('group', { name: 'Ben gets 412' });
  await question.getByLabel('Send the same request again').click();
  expect(await question.getByRole('status').textContent()).toContain('Not A');
  expect(await question.getByText('The same request is refused again.').isVisible()).toBe(true);
  await question.getByLabel('Read the address again').click();
  expect(await question.getByRole('status').textContent()).toContain('Right');
});

inBrowser('without JavaScript text, hints and answers are there', async () => {
  const page = await site.open('/lessons/conditional-requests/', { javaScriptEnabled: false });
  expect(await page.getByRole('heading', { name: 'The lost update' }).isVisible()).toBe(true);
  const question = page.getByRole('group', { name: 'Ben gets 412' });
  await question.locator('summary').click();
  expect(await question.getByText('The same request is refused again.').isVisible()).toBe(true);
});

inBrowser('dark follows the system, the switch changes it, and a reload keeps it', async () => {
  const page = await site.open('/', { colorScheme: 'dark' });
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const dark = await ground();
  await page.getByRole('button', { name: /Switch between dark and light/ }).click();
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'light');
  const light = await ground();
  await page.reload();
  expect(dark).not.toBe(light);
  expect(await ground()).toBe(light);
});

for (const path of kinds) {
  inBrowser(`${path} fits a phone of 390 px without sideways scrolling`, async () => {
    const page = await site.open(path, phone);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
}

inBrowser('the first load of a lesson is at most 400 kB compressed', async () => {
  const page = await site.open('/lessons/pagination/');
  const urls = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  const sizes = await Promise.all([page.url(), ...urls].map(gzippedSize));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(400_000);
});

inBrowser('the keyboard shows where it is', async () => {
  const page = await site.open('/');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  const style = await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle);
  expect(style).toBe('solid');
});

inBrowser('none of all that was opened above asked another origin for anything', async () => {
  expect(site.asked.length).toBeGreaterThan(kinds.length);
  expect(site.asked.filter((url) => !url.startsWith(`${site.origin}/`))).toEqual([]);
});

async function gzippedSize(url: string): Promise<number> {
  const { gzipSync } = await import('node:zlib');
  return gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length;
}
