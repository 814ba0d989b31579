import fc from 'fast-check';
import { csv } from '../../src/similarity/csv.ts';
import { overview, pagesOf, sides } from '../../src/similarity/page.ts';
import type { Pair, Similarity } from '../../src/similarity/similarity.ts';
import { hostileText } from '../report/hostile.ts';
import { sharedBrowser, show } from '../support/browser.ts';
import { requires } from '../support/requires.ts';

const withBrowser = requires('chromium');
const browser = sharedBrowser();

/** Ten lines, of which the third to the sixth are alike; names, paths, notes and code are these. */
function sample(names: string[], code: string[]): { similarity: Similarity; pair: Pair; left: string; right: string } {
  const [left = '', right = '', file = ''] = names;
  const place = { file, from: 3, to: 6 };
  const pair: Pair = {
    left: { id: `1${left}`, name: left, share: 0.9 },
    right: { id: `2${right}`, name: right, share: 0.7 },
    ...{ similarity: 0.8, overlap: 40, longest: 20, partly: false },
    fragments: [{ length: 20, left: place, right: place }],
  };
  const submissions = [pair.left, pair.right].map(({ id, name }) => ({
    ...{ id, name, folder: '/nowhere', files: 3, fingerprints: 25, common: 0, tooLittle: false, highest: 0.8 },
    notes: [`${file} was not compared`],
  }));
  const similarity: Similarity = {
    ...{ lab: '01-address', threshold: 0.5, common: 0.5, submissions, pairs: [pair, { ...pair, partly: true }] },
    clusters: [submissions.map(({ id }) => id)],
    histogram: Array.from({ length: 20 }, (_, at) => (at === 16 ? 2 : 0)),
  };
  const text = Array.from({ length: 10 }, (_, at) => code[at % code.length] ?? '').join('\n');
  return { similarity, pair, left: text, right: text };
}

function pagesFor(names: string[], code: string[]): string[] {
  const { similarity, pair, left, right } = sample(names, code);
  const { file = '' } = pair.fragments[0]?.left ?? {};
  const sources = { left: [{ path: file, text: left }], right: [{ path: file, text: right }] };
  return [overview(similarity), sides(similarity, pair, sources)];
}

const plain = ['Ada', 'Ben', 'src/a.ts'];
const code = ['const a = 1;', '\tif (a < 2) b();', '// c'];

test('the pages need nothing from anywhere: no script, no request, one style allowed by its hash', () => {
  for (const page of pagesFor(plain, code)) {
    expect(page).toMatch(/default-src &#39;none&#39;; style-src &#39;sha256-[\w+/=]{44}&#39;/);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|\son\w+=|style="|https?:/);
  }
});

test('the pages say that they find likeness, not guilt', () => {
  for (const page of pagesFor(plain, code)) expect(page).toContain('likeness, not guilt');
});

test('the overview lists pairs, most alike first, with a link to their page', () => {
  const { similarity, pair } = sample(plain, code);
  const less = { ...pair, similarity: 0.2, partly: true, left: { ...pair.left, name: 'Cleo' } };
  const changed = { ...similarity, pairs: [pair, less] };
  const links = [...overview(changed).matchAll(/<a href="(pairs\/\d+\.html)"><bdi>(\w+)/g)].map(([, page, name]) => [
    page,
    name,
  ]);
  expect(links).toEqual([
    ['pairs/001.html', 'Ada'],
    ['pairs/002.html', 'Cleo'],
    ['pairs/002.html', 'Cleo'],
  ]);
  expect(pagesOf(changed).partly.map(({ page }) => page)).toEqual(['002.html']);
});

test('what is alike is marked on both sides, and each mark leads to the other', () => {
  const [, page = ''] = pagesFor(plain, code);
  const marks = [
    ...page.matchAll(/<div class="mark tone-1" id="(\w+)-1"><a class="to" href="#(\w+)-1">[\s\S]*?\n<\/div>/g),
  ];
  expect(marks.map(([, id, to]) => [id, to])).toEqual([
    ['left', 'right'],
    ['right', 'left'],
  ]);
  for (const [mark] of marks) {
    expect([...mark.matchAll(/<span class="at">(\d+)/g)].map(([, number]) => number)).toEqual(['3', '4', '5', '6']);
  }
  expect(page).toContain('<code>  if (a &lt; 2) b();</code>');
});

test('far from what is alike lines are left out, and counted', () => {
  const { similarity, pair } = sample(plain, code);
  const far = {
    ...pair,
    fragments: [{ length: 20, left: { file: 'a.ts', from: 90, to: 92 }, right: { file: 'b.ts', from: 1, to: 3 } }],
  };
  const text = Array.from({ length: 100 }, (_, at) => `line(${at + 1});`).join('\n');
  const page = sides(similarity, far, { left: [{ path: 'a.ts', text }], right: [{ path: 'b.ts', text }] });
  expect(page).toContain('86 other lines');
  expect(page).not.toContain('line(86)');
  expect(page).toContain('line(87)');
});

test('no cell of the table for spreadsheets is a formula', () => {
  const { similarity } = sample(['=HYPERLINK("http://evil")', '@SUM(1)', '\t=1'], code);
  const cells = csv(similarity).split(/[\r\n,]+/);
  expect(cells.filter((cell) => /^"?[=@+\t-]/.test(cell))).toEqual([]);
  expect(csv(similarity)).toContain(`"'=HYPERLINK(""http://evil"")"`);
});

test('whatever names and code hold, nothing that cannot be seen reaches the pages', () => {
  const texts = fc.array(hostileText, { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(texts, (all) => {
      const { similarity } = sample(all.slice(0, 3), all.slice(3));
      for (const page of [...pagesFor(all.slice(0, 3), all.slice(3)), csv(similarity).slice(1)]) {
        expect(page.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }
    }),
    { numRuns: 50 },
  );
});

withBrowser('whatever names and code hold, the pages have the elements of harmless ones and run nothing', async () => {
  const strangers = 'script, img, iframe, svg:not(.bar, .histogram), [onload], [onerror], [style], link, form';
  for (const texts of fc.sample(fc.array(hostileText, { minLength: 6, maxLength: 6 }), 5)) {
    for (const page of pagesFor(texts.slice(0, 3), texts.slice(3))) {
      await using shown = await show(browser, page);
      expect(await shown.page.locator(strangers).count()).toBe(0);
      expect(await shown.page.locator('main').count()).toBe(1);
      expect(shown.complaints).toEqual([]);
    }
  }
});

withBrowser('at 390 px nothing is wider than the screen, and dark and light follow the reader', async () => {
  for (const page of pagesFor(['A'.repeat(200), 'Ben', `src/${'b'.repeat(200)}.ts`], ['c'.repeat(500)])) {
    for (const [colorScheme, ground] of [
      ['dark', 'rgb(14, 18, 38)'],
      ['light', 'rgb(251, 252, 254)'],
    ] as const) {
      await using shown = await show(browser, page, { viewport: { width: 390, height: 844 }, colorScheme });
      expect(await shown.page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      expect(await shown.page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(ground);
    }
  }
});
