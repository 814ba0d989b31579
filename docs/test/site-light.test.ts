import { requires } from '../../grader/test/support/requires.ts';
import { compressed } from './support/compressed.ts';
import { keyPages } from './support/key-pages.ts';
import { openSite, type Site } from './support/site.ts';

const inBrowser = requires('chromium');
let site: Site;

// 300 s: a build takes a minute, and other work may go on beside it.
beforeAll(async () => {
  site = await openSite(compressed());
}, 300_000);
afterAll(() => site?.[Symbol.asyncDispose]());

for (const [name, path] of Object.entries(keyPages)) {
  inBrowser(`the first load of the page of kind "${name}" is at most 400 kB compressed, all from here`, async () => {
    const page = await site.open(path);
    await page.waitForLoadState('networkidle');
    const sizes = await page.evaluate(() =>
      [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map(
        (entry) => (entry as PerformanceResourceTiming).encodedBodySize,
      ),
    );
    expect(sizes.length).toBeGreaterThan(5);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(400_000);
    expect(site.asked.filter((url) => !url.startsWith(`${site.origin}/`))).toEqual([]);
  });
}

inBrowser('the scripts of a page run after it has been read and drawn', async () => {
  const page = await site.open('/404.html');
  await page.addInitScript(() => {
    const { seen } = Object.assign(window, { seen: new Set<string>() });
    document.addEventListener('DOMContentLoaded', () => {
      seen.add('read');
      requestAnimationFrame(() => seen.add('drawn'));
    });
    Object.defineProperty(window, 'docusaurus', { set: () => seen.add('run') });
  });
  await page.goto(keyPages.lab);
  await page.locator('html[data-has-hydrated=true]').waitFor();
  const seen = await page.evaluate(() => [...(window as unknown as { seen: Set<string> }).seen]);
  expect(seen).toEqual(['read', 'drawn', 'run']);
});

inBrowser('a page is fetched when somebody points at its link, and not before', async () => {
  const page = await site.open(keyPages.lesson);
  await page.waitForLoadState('networkidle');
  const before = site.asked.length;
  await page.getByRole('link', { name: 'Next' }).scrollIntoViewIfNeeded();
  await page.waitForLoadState('networkidle');
  expect(site.asked.length).toBe(before);
  const fetched = page.waitForResponse(/\/assets\/js\//);
  await page.getByRole('link', { name: 'Next' }).hover();
  expect((await fetched).status()).toBe(200);
});

inBrowser(
  'no page but those of checks loads the list of all checks, and from there each opens in the same window',
  async () => {
    const before = site.asked.length;
    const page = await site.open('/checks/01-address/');
    await page.waitForLoadState('networkidle');
    const asked = site.asked.slice(before);
    const texts = await Promise.all(asked.map(async (url) => (await fetch(url)).text()));
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter((_, at) => texts[at]?.includes('"/checks/02-person/match.stale/"'))).toEqual([]);
    const problems: string[] = [];
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.evaluate(() => Object.assign(window, { same: true }));
    for (const check of ['match.stale', 'create.status']) {
      await page.getByRole('main').getByRole('link', { name: check, exact: true }).first().click();
      await page.getByRole('heading', { level: 1, name: check }).waitFor();
      await page.goBack();
      await page.waitForURL('**/checks/01-address/');
    }
    expect(await page.evaluate(() => 'same' in window)).toBe(true);
    await page.goto('/checks/04-profile/undo.gone/');
    await page.getByRole('heading', { level: 1, name: 'undo.gone' }).waitFor();
    await page.getByRole('main').getByRole('link', { name: 'undo.address', exact: true }).first().click();
    await page.getByRole('heading', { level: 1, name: 'undo.address' }).waitFor();
    expect(problems).toEqual([]);
  },
);

inBrowser('code is coloured before any script runs, and again on a page that a script has put there', async () => {
  const bare = await site.open(keyPages.lesson, { javaScriptEnabled: false });
  const keywords = await bare.locator('pre .token.keyword').count();
  expect(keywords).toBeGreaterThan(0);
  const page = await site.open('/lessons/errors-as-data/');
  await page.getByRole('link', { name: 'Next' }).click();
  await page.waitForURL(`**${keyPages.lesson}`);
  await page.locator('pre .token.keyword').first().waitFor();
  expect(await page.locator('pre .token.keyword').count()).toBe(keywords);
});

inBrowser('a missing page leads to the likely one, to the search, and to the ways in', async () => {
  const page = await site.open('/lesson/conditional-request/');
  await page.getByRole('link', { name: '/lessons/conditional-requests/' }).waitFor();
  expect(await page.getByText('"instance": "/lesson/conditional-request/"').isVisible()).toBe(true);
  expect(await page.getByRole('link', { name: 'start as a student' }).isVisible()).toBe(true);
  await page.getByLabel('Words to search for').fill('lost update');
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await page.getByRole('link', { name: 'The lost update' }).first().waitFor();
  expect(new URL(page.url()).search).toBe('?q=lost+update');
});
