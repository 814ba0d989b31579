import { findings } from '../../grader/test/portal/support/pages.ts';
import { requires } from '../../grader/test/support/requires.ts';
import { openSite, type Site } from './support/site.ts';

const inBrowser = requires('chromium');
let site: Site;

// 300 s: a build takes a minute, and other work may go on beside it.
beforeAll(async () => {
  site = await openSite();
}, 300_000);
afterAll(() => site?.[Symbol.asyncDispose]());

for (const [what, path] of [
  ['the front page', '/'],
  ['a lesson', '/lessons/conditional-requests/'],
  ['a lab', '/labs/01-address/'],
  ['a contract', '/labs/01-address/contract/'],
  ['the steps of a lab', '/labs/01-address/steps/'],
  ['slides', '/slides/conditional-requests/'],
  ['a check', '/checks/01-address/match.stale/'],
] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    inBrowser(`axe finds nothing serious on ${what} in the ${colorScheme} scheme`, async () => {
      const page = await site.open(path, { colorScheme, reducedMotion: 'reduce' });
      // Opened, so that what hints and answers say is looked at too.
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
      });
      expect(await findings(page)).toEqual([]);
    });
  }
}
