import { globSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { requires } from '../../grader/test/support/requires.ts';
import { shortened } from '../plugins/slides/shorten.ts';
import { element, type Node, textOf } from '../plugins/slides/tree.ts';
import slides from '../plugins/slides.ts';
import { build } from './support/build.ts';
import { openSite, type Site } from './support/site.ts';

const inBrowser = requires('chromium');
const projector = { viewport: { width: 1280, height: 720 } };
let site: Site;

// 300 s: a build takes a minute, and other work may go on beside it.
beforeAll(async () => {
  site = await openSite();
}, 300_000);
afterAll(() => site?.[Symbol.asyncDispose]());

const decks = () => globSync('slides/*/index.html', { cwd: build }).map((file) => `/${file.replace('index.html', '')}`);

inBrowser('each lesson is a deck, and no slide of any overflows its 16 : 9', async () => {
  // Not needed for what is measured, and the pages are there sooner without.
  const page = await site.open('/', { ...projector, javaScriptEnabled: false });
  const overfull: string[] = [];
  for (const path of decks()) {
    await page.goto(path);
    overfull.push(...(await overflowing(page)).map((number) => `${path}#${number}`));
  }
  expect(overfull).toEqual([]);
  expect(decks()).toHaveLength(globSync('lessons/*/index.html', { cwd: build }).length);
});

inBrowser('a deck prints as many pages as it has slides, each 16 by 9 inches', async () => {
  const page = await site.open('/slides/conditional-requests/', projector);
  // Those further down, too, or a printed slide would lack its figure.
  expect(await page.locator('img').evaluateAll((all) => all.every((it) => (it as HTMLImageElement).complete))).toBe(
    true,
  );
  const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(await page.locator('main > section').count());
  // In points: 72 are an inch.
  expect(new Set(pdf.match(/\/MediaBox\s*\[[^\]]+\]/g))).toEqual(new Set(['/MediaBox [0 0 1152 648]']));
});

inBrowser('keys turn the slides, and a reload shows the same one again', async () => {
  const page = await site.open('/slides/conditional-requests/', { ...projector, reducedMotion: 'reduce' });
  for (const key of ['ArrowRight', ' ', 'PageDown', 'ArrowLeft', 'Shift+ ', 'ArrowDown'])
    await page.keyboard.press(key);
  expect(new URL(page.url()).hash).toBe('#3');
  await page.keyboard.press('Tab');
  expect(await page.locator('section[id="3"]').getByRole('link', { name: 'Previous' }).evaluate(isFocused)).toBe(true);
  await page.reload();
  expect(await page.locator('section[id="3"]').evaluate((slide) => slide.getBoundingClientRect().top)).toBe(0);
});

const isFocused = (element: Element) => element === document.activeElement;

inBrowser('without JavaScript slides are there, and turned by links', async () => {
  const page = await site.open('/slides/conditional-requests/', { ...projector, javaScriptEnabled: false });
  await page.getByRole('link', { name: 'Next slide' }).first().click();
  expect(await page.locator('section[id="2"]').evaluate((slide) => slide.getBoundingClientRect().top)).toBe(0);
  expect(await page.locator('figure img').isVisible()).toBe(true);
});

inBrowser('a phone of 390 px shows slides as text to scroll through', async () => {
  const page = await site.open('/slides/conditional-requests/', { viewport: { width: 390, height: 844 } });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(await overflowing(page)).toEqual([]);
  expect((await page.locator('figure img').boundingBox())?.width).toBeGreaterThan(300);
});

test('search and sitemap leave the slides out', () => {
  const files = globSync(['search-index*.json', 'sitemap.xml'], { cwd: build });
  expect(files.length).toBeGreaterThan(1);
  // The page that lists them is to be found.
  expect(files.filter((file) => /(?<!\/handbook)\/slides\//.test(readFileSync(build + file, 'utf8')))).toEqual([]);
});

test('of a paragraph the first sentences are shown, and the one that leads on', () => {
  const said = (...children: Node[]) => textOf(shortened({ type: 'paragraph', children }));
  const long =
    'A sentence that goes on for so long that with any other one, however short, it would be far too much to say, and to read, at one glance from afar.';
  expect(said(text(`${long} Another one. See e.g. this:`))).toBe(`${long} See e.g. this:`);
  expect(said({ type: 'strong', children: [text('The cold start.')] }, text(` ${long} And more.`))).toBe(
    `The cold start. ${long}`,
  );
});

test('code that is too long for a slide is divided at a blank line, and each part says so', () => {
  const half = Array.from({ length: 14 }, (_, at) => `  line${at}();`).join('\n');
  const root = { type: 'root', children: [heading('Code'), { type: 'code', value: `${half}\n\n${half}` }] };
  slides()(root);
  expect(root.children.map(textOf)).toEqual([`Code1/2${half}`, `Code2/2${half}`]);
});

test('a question is a slide, and its answer the next', () => {
  const choice = (name: string, right: object) => element('Choice', { ...right }, [text(name)]);
  const children = [choice('One', {}), choice('Two', { right: '' }), element('Why', {}, [text('Because.')])];
  const root = { type: 'root', children: [heading('Questions'), element('Question', { ask: 'Which?' }, children)] };
  slides()(root);
  expect(root.children.map(textOf)).toEqual(['Which?OneTwo', 'Which?TwoBecause.']);
});

function text(value: string): Node {
  return { type: 'text', value };
}

function heading(value: string): Node {
  return { type: 'heading', depth: 2, children: [text(value)] };
}

/** Numbers of slides of which something is cut off. */
async function overflowing(page: Page): Promise<string[]> {
  return await page.locator('main > section').evaluateAll((all) =>
    all.flatMap(({ id, firstElementChild: box }) => {
      const isCut = !box || box.scrollHeight > box.clientHeight || box.scrollWidth > box.clientWidth;
      return isCut ? [id] : [];
    }),
  );
}
