import type { Page } from 'playwright-core';
import { findings } from '../../grader/test/portal/support/pages.ts';
import { requires } from '../../grader/test/support/requires.ts';
import { openSite, type Site } from './support/site.ts';

const inBrowser = requires('chromium');
const phone = { viewport: { width: 390, height: 844 } };
let site: Site;

// 300 s: a build takes a minute, and other work may go on beside it.
beforeAll(async () => {
  site = await openSite();
}, 300_000);
afterAll(() => site?.[Symbol.asyncDispose]());

for (const [size, options] of [
  ['a wide window', { viewport: { width: 1440, height: 900 } }],
  ['a phone', phone],
] as const) {
  inBrowser(`each text of the map is within its part on ${size}`, async () => {
    const page = await site.open('/seeka/', options);
    const parts = page.locator('.map svg:visible .part');
    expect(await parts.count()).toBe(14);
    const cut = parts.evaluateAll((links) =>
      links
        .filter((link) => {
          const box = link.querySelector('rect')?.getBoundingClientRect();
          const texts = [...link.querySelectorAll('text')].map((text) => text.getBoundingClientRect());
          return !box || texts.some(({ left, right }) => left < box.left + 6 || right > box.right - 6);
        })
        .map(({ textContent }) => textContent),
    );
    expect(await cut).toEqual([]);
  });
}

inBrowser(
  'by keyboard one comes from the map to a part, and from there to a service, its contract and its source',
  async () => {
    const page = await site.open('/seeka/');
    const part = page.getByRole('link', { name: 'User and profile /profiles Labs 01, 02, 04' });
    await part.focus();
    await page.keyboard.press('Enter');
    await part.and(page.locator('[aria-current=page]')).waitFor();
    await page.locator('.facts').getByRole('link', { name: 'Person', exact: true }).click();
    await page.getByRole('heading', { name: 'Person', level: 1 }).waitFor();
    const facts = page.locator('.facts');
    const hrefs = await facts.getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(hrefs).toEqual(expect.arrayContaining(['/labs/02-person/', '/labs/02-person/contract/', '#source']));
    expect(await page.getByRole('cell', { name: 'link.ts', exact: true }).isVisible()).toBe(true);
  },
);

inBrowser('without JavaScript the map leads to its parts, and a word to its entry in the glossary', async () => {
  const page = await site.open('/seeka/', { javaScriptEnabled: false });
  await page.getByRole('link', { name: 'Tenants /tenants designed' }).click();
  expect(new URL(page.url()).pathname).toBe('/seeka/tenants/');
  await page.goto('/lessons/resources-and-links/');
  await word(page, 'representation').click();
  expect(new URL(page.url()).hash).toBe('#representation');
});

for (const [path, colorScheme] of [
  ['/seeka/', 'light'],
  ['/seeka/profile/', 'dark'],
  ['/seeka/services/person/', 'light'],
] as const) {
  inBrowser(`${path} fits a phone without sideways scrolling`, async () => {
    expect(await widthOf(await site.open(path, phone))).toBeLessThanOrEqual(390);
  });

  inBrowser(`axe finds nothing serious on ${path} in the ${colorScheme} scheme`, async () => {
    expect(await findings(await site.open(path, { colorScheme, reducedMotion: 'reduce' }))).toEqual([]);
  });
}

inBrowser(
  'what a word means is shown at the keyboard’s focus and under the pointer, not after Escape, nor on paper',
  async () => {
    const page = await site.open('/lessons/resources-and-links/');
    const says = page.getByRole('tooltip');
    await word(page, 'representation').focus();
    expect(await says.textContent()).toContain('What is sent of a resource');
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await says.waitFor({ state: 'hidden' });
    await word(page, 'neighbour').hover();
    expect(await says.textContent()).toBe('Another service that yours talks to.');
    await says.hover();
    expect(await says.count()).toBe(1);
    await page.emulateMedia({ media: 'print' });
    expect(await says.count()).toBe(0);
    await page.emulateMedia({ media: 'screen' });
    await page.keyboard.press('Escape');
    await says.waitFor({ state: 'hidden' });
  },
);

inBrowser(
  'on a phone a tap shows what a word means, within the window; a second tap leads to the glossary',
  async () => {
    const page = await site.open('/lessons/resources-and-links/', { ...phone, hasTouch: true });
    await word(page, 'representation').tap();
    const box = await page.getByRole('tooltip').boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
    expect(await widthOf(page)).toBeLessThanOrEqual(390);
    await word(page, 'representation').tap();
    await page.waitForURL('**/glossary/#representation');
  },
);

function word(page: Page, text: string) {
  return page.locator('main').getByRole('link', { name: text, exact: true });
}

function widthOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth);
}
