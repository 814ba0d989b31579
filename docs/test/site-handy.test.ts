import type { Page } from 'playwright-core';
import { requires } from '../../grader/test/support/requires.ts';
import { openSite, type Site } from './support/site.ts';

const inBrowser = requires('chromium');
const lab = '/labs/01-address/';
let site: Site;

// 300 s: a build takes a minute, and other work may go on beside it.
beforeAll(async () => {
  site = await openSite();
}, 300_000);
afterAll(() => site?.[Symbol.asyncDispose]());

/** What the clipboard holds once the first block of this language was copied. */
async function copied(page: Page, language: string): Promise<string> {
  const block = page.locator(`.language-${language}`).first();
  await block.hover();
  await block.getByRole('button', { name: 'Copy' }).click();
  await block.getByRole('button', { name: 'Copied' }).waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

inBrowser('of a session the commands are copied, of other code all', async () => {
  const permissions = ['clipboard-read', 'clipboard-write'];
  expect(await copied(await site.open(lab, { permissions }), 'shell-session')).toBe('npx --no-install seeka doctor');
  const lesson = await site.open('/lessons/errors-as-data/', { permissions });
  expect(JSON.parse(await copied(lesson, 'json'))).toBeInstanceOf(Object);
});

inBrowser('where the clipboard is refused, the code is selected', async () => {
  const page = await site.open(lab, { permissions: [] });
  await page.evaluate(() => Object.assign(navigator.clipboard, { writeText: () => Promise.reject(new Error('no')) }));
  const block = page.locator('.theme-code-block').first();
  await block.hover();
  await block.getByRole('button', { name: 'Copy' }).click();
  await page.waitForFunction(() => String(getSelection()).length > 0);
  expect(await block.locator('pre').textContent()).toContain(
    await page.evaluate(() => String(getSelection()).slice(0, 20)),
  );
});

inBrowser('a box that is ticked stays where it is, though hints open above it', async () => {
  const page = await site.open(lab);
  await page.getByText('Hints for 1.1', { exact: true }).click();
  const box = page.getByRole('checkbox', { name: '1.1 is done' });
  await box.scrollIntoViewIfNeeded();
  const before = await box.boundingBox();
  await box.check();
  await page.getByText('Almost code', { exact: true }).first().waitFor();
  expect(Math.abs(((await box.boundingBox())?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(2);
});

inBrowser('the side bar opens at the page one is on', async () => {
  for (const path of ['/labs/04-profile/', '/seeka/profile/', '/glossary/']) {
    const page = await site.open(path, { viewport: { width: 1280, height: 800 } });
    const box = await page.locator('.theme-doc-sidebar-menu a[aria-current=page]').boundingBox();
    expect(box?.y).toBeLessThan(800);
  }
});

inBrowser('the menu of a phone has the keyboard while it is open, and Escape shuts it', async () => {
  const page = await site.open(lab, { viewport: { width: 390, height: 844 } });
  const toggle = page.getByRole('button', { name: 'Toggle navigation bar' });
  await toggle.click();
  await page.getByRole('button', { name: 'Close navigation bar' }).waitFor();
  for (let press = 0; press < 40; press += 1) {
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('.navbar__inner, main') ?? 'the menu')).toBe(
      'the menu',
    );
  }
  await page.keyboard.press('Escape');
  await page.locator('.navbar-sidebar--show').waitFor({ state: 'detached' });
  expect(await toggle.evaluate((element) => element === document.activeElement)).toBe(true);
});

inBrowser('on paper a dark page is light to its margins, and no table is cut', async () => {
  for (const path of ['/labs/03-oauth2/', '/handbook/lab/']) {
    const page = await site.open(path, { colorScheme: 'dark', viewport: { width: 686, height: 1000 } });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('light');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(686);
  }
});

inBrowser('a page that is missing says so in its title', async () => {
  expect(await (await site.open('/404.html')).title()).toBe('404 Not Found | Seeka');
});
