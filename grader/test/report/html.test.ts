import fc from 'fast-check';
import { html } from '../../src/report/html.ts';
import { sharedBrowser, show } from '../support/browser.ts';
import { requires } from '../support/requires.ts';
import { hostileReport } from './hostile.ts';
import { faulted, notStarted, perfect, remote, sample } from './samples.ts';

const withBrowser = requires('chromium');
const browser = sharedBrowser();
const reports = { sample, notStarted, faulted, remote, perfect };

test('the page needs nothing from anywhere: no script, no request, one style allowed by its hash', () => {
  const page = html(sample);
  expect(page).toMatch(/default-src &#39;none&#39;; style-src &#39;sha256-[\w+/=]{44}&#39;/);
  expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|\son\w+=|style="/);
});

test('what costs most is on top', () => {
  const ids = [...html(sample).matchAll(/<article class="failure" id="([^"]+)"/g)].map(([, id]) => id);
  expect(ids).toEqual(['etag.stale', 'rules.each-member', 'verify.race']);
});

test('a hidden check tells its title alone', () => {
  const card = html(sample).split('id="verify.race"')[1]?.split('</article>')[0] ?? '';
  expect(card).toContain('A hidden check');
  expect(card).not.toMatch(/POST|Wanted 1|curl|time limit/);
});

test("a fault of the grader's and a service that did not start are said first", () => {
  expect(html(faulted)).toMatch(/The grader itself is at fault[\s\S]*no port is free[\s\S]*id="checkpoints"/);
  expect(html(notStarted)).toMatch(/The service did not start[\s\S]*Cannot find module[\s\S]*id="checkpoints"/);
});

test('a JSON body is laid out, unless that would hide what was sent', () => {
  expect(html(sample)).toContain('{\n  &quot;line1&quot;: &quot;120 W 12th St&quot;,');
  const response = { status: 200, headers: {}, body: '{"id":1,"id":2}' };
  const outcomes = sample.outcomes.map((it) => (it.exchange ? { ...it, exchange: { ...it.exchange, response } } : it));
  expect(html({ ...sample, outcomes })).toContain('{&quot;id&quot;:1,&quot;id&quot;:2}');
});

test('the change since the last run is shown', () => {
  expect(html(sample, { change: 12 })).toContain('+12 since your last run');
});

test('a page that is served leads back, a file leads nowhere', () => {
  const back = [{ href: '/attempts/portal-01-address/ana/2', text: 'Back to attempt 2' }];
  expect(html(sample, { back })).toContain('<a href="/attempts/portal-01-address/ana/2">Back to attempt 2</a>');
  expect(html(sample)).not.toContain('<nav');
});

for (const [name, report] of Object.entries(reports)) {
  withBrowser(
    `at 390 px nothing of "${name}" is wider than the screen, and the browser complains of nothing`,
    async () => {
      await using shown = await show(browser, html(report), { viewport: { width: 390, height: 844 } });
      expect(await shown.page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      expect(shown.complaints).toEqual([]);
    },
  );
}

withBrowser('hints are shut until they are opened, by keyboard too', async () => {
  await using shown = await show(browser, html(sample));
  const hint = shown.page.locator('#etag\\.stale .hint').first();
  await expect(hint.getByText('Compare the header').isVisible()).resolves.toBe(false);
  await hint.locator('summary').press('Enter');
  await expect(hint.getByText('Compare the header').isVisible()).resolves.toBe(true);
});

withBrowser('dark and light follow the reader', async () => {
  const grounds = await Promise.all(
    (['dark', 'light'] as const).map(async (colorScheme) => {
      await using shown = await show(browser, html(sample), { colorScheme });
      return await shown.page.evaluate('getComputedStyle(document.body).backgroundColor');
    }),
  );
  expect(grounds).toEqual(['rgb(14, 18, 38)', 'rgb(251, 252, 254)']);
});

withBrowser('whatever a service sends, the page has the elements of the harmless one and runs nothing', async () => {
  for (const report of fc.sample(hostileReport, 15)) {
    await using shown = await show(browser, html(report));
    const strangers = 'script, img, iframe, svg:not(.ring, .bar, .sequence svg), [onload], [onerror], [style]';
    expect(await shown.page.locator(strangers).count()).toBe(0);
    expect(await shown.page.locator('article').count()).toBe(3);
    expect(shown.complaints).toEqual([]);
  }
});
