import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumPath } from '../../src/machine.ts';
import { requires } from '../support/requires.ts';
import { everyCast, everyPlayer, pairwise } from './together/casts.ts';
import { clientOf } from './together/client.ts';
import { logOn, makeAndDeleteProfile, makeLaterAndDeleteProfile, moveInAndOut } from './together/journey.ts';
import { openSeeka, type Seeka } from './together/seeka.ts';

const players = await everyPlayer();
/** `npm run verify:full` plays them all. */
const casts = process.env.COMBINATIONS === 'all' ? everyCast(players) : pairwise(everyCast(players));

let seeka: Seeka;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  seeka = await openSeeka(players);
  browser = await chromium.launch({ executablePath: chromiumPath() ?? '', args: ['--no-sandbox'] });
  page = await browser.newPage();
});
afterAll(async () => {
  await browser?.close();
  await seeka?.[Symbol.asyncDispose]();
});

for (const [n, cast] of casts.entries()) {
  const title = Object.entries(cast).map(([part, name]) => `${part} ${name}`);
  requires('chromium')(`together: ${title.join(', ')}`, async () => {
    await seeka.play(cast);
    const ask = clientOf(seeka.gateway, await logOn(page, seeka.gateway));
    await moveInAndOut(ask, 3 * n);
    if (!cast.profile) return;
    await makeAndDeleteProfile(ask, 3 * n + 1);
    await makeLaterAndDeleteProfile(ask, 3 * n + 2);
  });
}
