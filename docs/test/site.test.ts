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
  ...['01-address', '02-person', '03-oauth2', '04-profile'].map((lab) => `/labs/${lab}/`),
  '/labs/01-address/contract/',
  '/labs/01-address/steps/',
  '/checks/01-address/',
  '/checks/01-address/match.stale/',
  '/validity/01-address/',
  ...['syllabus', 'check', 'lab', 'late', 'policies', 'term'].map((page) => `/handbook/${page}/`),
  '/glossary/',
  '/decisions/',
  '/versions/',
  '/changelog/',
  '/404.html',
];
let site: Site;

// 300 s: a build takes a minute, and other work may go on beside it.
beforeAll(async () => {
  site = await openSite();
}, 300_000);
afterAll(() => site?.[Symbol.asyncDispose]());

for (const [words, path, place] of [
  ['lost update', '/lessons/conditional-requests/', 'Conditional requests'],
  ['match.stale', '/checks/01-address/match.stale/', 'match.stale'],
  ['PUT /addresses/{id}', '/labs/01-address/contract/', 'PUT /addresses/{id}'],
] as const) {
  inBrowser(`search finds "${words}"`, async () => {
    const page = await site.open('/');
    await page.getByPlaceholder('Search').fill(words);
    await page.getByRole('option').filter({ hasText: place }).first().click();
    await page.waitForURL(`**${path}**`);
    expect(new URL(page.url()).pathname).toBe(path);
  });
}

inBrowser('of a hint each tier is shut until it is opened, and the next one is within', async () => {
  const page = await site.open('/checks/01-address/match.stale/');
  const tiers = ['A nudge', 'An approach', 'Almost code'].map((name) => page.getByText(name, { exact: true }));
  const seen = () => Promise.all(tiers.map((tier) => tier.isVisible()));
  expect(await seen()).toEqual([true, false, false]);
  await tiers[0]?.click();
  expect(await seen()).toEqual([true, true, false]);
  await tiers[1]?.click();
  expect(await seen()).toEqual([true, true, true]);
});

inBrowser('the hints of a checkpoint open tier by tier; once it is done all of them are open', async () => {
  const page = await site.open('/labs/01-address/');
  await page.getByText('Hints for 1.1', { exact: true }).click();
  const tiers = ['create A nudge', 'An approach', 'Almost code'].map((name) =>
    page.locator('summary').filter({ hasText: name, visible: true }),
  );
  const seen = () => Promise.all(tiers.map((tier) => tier.count()));
  expect(await seen()).toEqual([1, 0, 0]);
  await tiers[0]?.click();
  expect(await seen()).toEqual([1, 1, 0]);
  await tiers[1]?.click();
  expect(await seen()).toEqual([1, 1, 1]);
  await page.getByLabel('1.1 is done').check();
  const [first = 0, second, third] = await seen();
  expect([first, second, third]).toEqual([1, third, second]);
  expect(third).toBeGreaterThan(3);
});

inBrowser('without JavaScript the hints open one by one, and nothing asks for what cannot be kept', async () => {
  const page = await site.open('/labs/01-address/', { javaScriptEnabled: false });
  for (const name of ['Hints for 1.1', 'create A nudge', 'An approach', 'Almost code']) {
    await page.locator('summary').filter({ hasText: name, visible: true }).first().click();
  }
  expect(await page.getByText('Insert the row and let the database return it').isVisible()).toBe(true);
  expect(await page.getByText('Two clients send POST /addresses').isVisible()).toBe(true);
  for (const label of ['Your progress', '1.1 is done', 'Your answer to question 1']) {
    expect(await page.getByLabel(label).isVisible()).toBe(false);
  }
});

inBrowser('a quiz marks a wrong choice, then the right one, and explains', async () => {
  const page = await site.open('/lessons/conditional-requests/');
  const question = page.getByRole('group', { name: 'Ben gets 412' });
  await question.getByRole('button', { name: 'A Send the same request again' }).click();
  expect(await question.getByRole('status').textContent()).toContain('Not A');
  expect(await question.getByText('The same request is refused again.').isVisible()).toBe(true);
  await question.getByRole('button', { name: /Read the address again/ }).click();
  expect(await question.getByRole('status').textContent()).toContain('Right');
});

inBrowser('a quiz is answered by keyboard, and a choice that is passed by is not marked', async () => {
  const page = await site.open('/lessons/conditional-requests/');
  const question = page.getByRole('group', { name: 'Ben gets 412' });
  await question.getByRole('button').first().focus();
  for (const key of ['Tab', 'Tab']) await page.keyboard.press(key);
  expect(await question.getByRole('status').textContent()).toBe('');
  expect(await question.locator('details').getAttribute('open')).toBeNull();
  await page.keyboard.press('Enter');
  expect(await question.getByRole('status').textContent()).toContain('Right');
  expect(await question.getByText('The same request is refused again.').isVisible()).toBe(true);
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

inBrowser('on a phone the menu, made when it is first opened, leads through the part one is in and shuts', async () => {
  const page = await site.open('/labs/01-address/', phone);
  const menu = page.locator('.navbar-sidebar');
  const contract = menu.getByRole('link', { name: 'Contract' }).first();
  // Once the page has come to life and nothing is left to draw.
  await page.getByRole('checkbox', { disabled: false }).first().waitFor();
  await page.evaluate(() => new Promise((drawn) => requestIdleCallback(drawn)));
  expect(await menu.count()).toBe(0);
  await page.getByRole('button', { name: 'Toggle navigation bar' }).click();
  await contract.waitFor();
  await page.getByRole('button', { name: 'Close navigation bar' }).click();
  await contract.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Toggle navigation bar' }).click();
  await contract.click();
  await page.waitForURL('**/labs/01-address/contract/');
  await contract.waitFor({ state: 'hidden' });
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
