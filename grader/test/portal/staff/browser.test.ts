import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { adjust } from '../../../src/class/regrade.ts';
import { sharedBrowser } from '../../support/browser.ts';
import { requires } from '../../support/requires.ts';
import { until } from '../support/client.ts';
import { portalForAll } from './support/pages.ts';
import { attempt, reportWith } from './support/scenes.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const portal = portalForAll();
const browser = sharedBrowser();
const stale = { 'etag.stale': 'PUT /addresses/7f3 answered 200, wanted 412.' };

beforeAll(async () => {
  const { scene } = portal();
  const graded = await attempt(scene, { member: 'ana' }, { report: reportWith(stale) });
  await attempt(scene, { member: 'ben' }, { fault: 'No port from 43117 on is free.' });
  await attempt(scene, { member: 'eve' }, { refusal: 'It is no zip.' });
  await adjust(scene.gradebook, graded, 1, 'chi', 'The handout was unclear.');
});

/** A page of the instructor, and all that the browser complained of. */
async function open(path: string, options: { phone?: boolean; dark?: boolean; script?: boolean } = {}) {
  const { scene, chi } = portal();
  const context = await (await browser()).newContext({
    viewport: options.phone ? { width: 390, height: 844 } : { width: 1280, height: 900 },
    colorScheme: options.dark ? 'dark' : 'light',
    javaScriptEnabled: options.script !== false,
  });
  await context.addCookies([{ name: 'seeka', value: chi.cookie('seeka') ?? '', url: scene.url }]);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => void dialog.dismiss().then(() => complaints.push(dialog.message())));
  await page.goto(scene.url + path);
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
}

async function violations(page: Page): Promise<string[]> {
  return await page.evaluate(`(async () => {
    ${axe};
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => id + ': ' + nodes[0].html);
  })()`);
}

const paths = [
  ...['/staff', '/staff/students', '/staff/students/ana', '/staff/extensions', '/staff/labs/01-address'],
  ...['/staff/labs/01-address/checks', '/staff/labs/01-address/exports', '/staff/labs/01-address/similarity'],
  ...['/staff/batches/portal-01-address', '/staff/batches/portal-01-address/regrade?check=etag.stale'],
];

for (const path of paths) {
  requires('chromium')(
    `${path} has no serious fault of accessibility, in light and in dark, with all opened`,
    async () => {
      for (const dark of [false, true]) {
        await using opened = await open(path, { dark });
        await opened.page.evaluate(`document.querySelectorAll('details').forEach((one) => { one.open = true; })`);
        expect(await violations(opened.page)).toEqual([]);
        expect(opened.complaints).toEqual([]);
      }
    },
  );

  requires('chromium')(`${path} does not scroll sideways on a telephone`, async () => {
    await using opened = await open(path, { phone: true });
    await opened.page.evaluate(`document.querySelectorAll('details').forEach((one) => { one.open = true; })`);
    const beyond = await opened.page.evaluate(
      `document.documentElement.scrollWidth - document.documentElement.clientWidth`,
    );
    expect(beyond).toBe(0);
  });
}

requires('chromium')('points are added by keyboard alone, without a script', async () => {
  await using opened = await open('/staff/students/ana', { script: false });
  const { page } = opened;
  await page.locator('summary', { hasText: 'Add points' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.type('nothing');
  await page.keyboard.press('Enter');
  await page.waitForURL(/adjustments$/);
  // The field that is wrong has the focus, and says what is.
  const points = page.getByLabel('Points');
  expect(await points.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true);
  expect(await page.locator('.wrong').first().textContent()).toContain('Write points such as +3');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('+2');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Found by keyboard.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL(/students\/ana$/);
  expect(await page.locator('.verdicts').textContent()).toContain('chi: Found by keyboard.');
});

requires('chromium')('a wide table scrolls in its own box, which the keyboard reaches', async () => {
  await using opened = await open('/staff/batches/portal-01-address', { phone: true });
  const box = opened.page.getByRole('region', { name: 'Table of attempts' });
  await box.focus();
  await opened.page.keyboard.press('ArrowRight');
  await until(() => box.evaluate(({ scrollLeft }) => scrollLeft > 0 || undefined));
});
