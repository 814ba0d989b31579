import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../cli/seeka.ts';
import { sharedBrowser } from '../support/browser.ts';
import { requires } from '../support/requires.ts';
import { gradeNext } from './support/graded.ts';
import { findings, pageOf } from './support/pages.ts';
import { forgetAttempts, openScene, type Scene } from './support/portal.ts';
import { zipOf } from './support/zip.ts';

const browser = sharedBrowser();
let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene?.[Symbol.asyncDispose]());
afterEach(() => forgetAttempts(scene));

const LAB = '/labs/01-address';

async function zipFile(): Promise<{ path: string } & AsyncDisposable> {
  const folder = await temporaryFolder();
  const path = join(folder.path, 'my-address.zip');
  await writeFile(path, await zipOf({ 'package.json': '{}' }));
  return { path, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

/** One attempt that is graded, and one that waits. */
async function withAttempts(): Promise<string> {
  await using visit = await pageOf(await browser(), scene.url, 'ana');
  const { client } = visit;
  for (const url of ['https://one.example.org', 'https://two.example.org']) {
    await client.send(await client.get(LAB), LAB, { kind: 'url', url });
  }
  return await gradeNext(scene, 71);
}

requires('chromium')(
  'axe finds nothing serious on any page, in light and in dark, and the browser complains of nothing',
  async () => {
    const id = await withAttempts();
    for (const colorScheme of ['light', 'dark'] as const) {
      await using visit = await pageOf(await browser(), scene.url, 'ana', { colorScheme });
      const { page, complaints } = visit;
      for (const path of [
        '/',
        LAB,
        '/labs/02-person',
        `/attempts/${id}`,
        `/attempts/${id}/2`,
        `/reports/${id}`,
        '/x',
      ]) {
        await page.goto(scene.url + path);
        expect([path, await findings(page)]).toEqual([path, []]);
      }
      await page.context().clearCookies();
      await page.goto(scene.url);
      expect(await findings(page)).toEqual([]);
      expect(complaints).toEqual([]);
    }
  },
);

requires('chromium')('at 390 px no page has to be scrolled sideways', async () => {
  const id = await withAttempts();
  await using visit = await pageOf(await browser(), scene.url, 'ana', { viewport: { width: 390, height: 800 } });
  const { page } = visit;
  for (const path of ['/', LAB, '/labs/02-person', `/attempts/${id}`, '/x']) {
    await page.goto(scene.url + path);
    await page.evaluate("for (const part of document.querySelectorAll('details')) part.name = '', part.open = true");
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect([path, width]).toEqual([path, 390]);
  }
});

requires('chromium')('a whole submission goes by keyboard alone, with the focus to be seen all the way', async () => {
  await using visit = await pageOf(await browser(), scene.url, 'ana');
  const { page } = visit;
  await page.goto(scene.url + LAB);
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
  await page.keyboard.press('Enter');
  const focused = () =>
    page.evaluate<{ what: string; outline: string }>(`(() => {
      const { id, tagName, textContent } = document.activeElement;
      const { outlineStyle: outline } = getComputedStyle(document.activeElement);
      return { what: id || tagName + ' ' + textContent.trim(), outline };
    })()`);
  const goTo = async (what: string) => {
    for (let tabs = 0; (await focused()).what !== what; tabs += 1) {
      if (tabs > 30) throw new Error(`${what} is not reached by Tab.`);
      await page.keyboard.press('Tab');
    }
    expect((await focused()).outline).not.toBe('none');
  };
  await goTo('SUMMARY A service that runs');
  await page.keyboard.press('Enter');
  await goTo('url');
  await page.keyboard.type('https://address.example.org');
  await page.keyboard.press('Enter');
  await page.locator('.state', { hasText: 'Next in the queue' }).waitFor();
});

requires('chromium')('a submission goes without scripts', async () => {
  await using zip = await zipFile();
  await using visit = await pageOf(await browser(), scene.url, 'ana', { javaScriptEnabled: false });
  const { page } = visit;
  await page.goto(scene.url + LAB);
  await page.setInputFiles('#zip', zip.path);
  await page.getByRole('button', { name: 'Hand in the zip' }).click();
  await page.getByText('Waits to be graded').waitFor();
  await gradeNext(scene, 71);
  await page.getByRole('link', { name: 'load the page again' }).click();
  await page.getByText('71 of 100').first().waitFor();
});

requires('chromium')('the place in the queue, the grading and the score come by themselves', async () => {
  await using zip = await zipFile();
  await using visit = await pageOf(await browser(), scene.url, 'ana');
  const { page, complaints } = visit;
  await page.goto(scene.url + LAB);
  await page.setInputFiles('#zip', zip.path);
  await page.getByRole('button', { name: 'Hand in the zip' }).click();
  const state = page.locator('.state');
  await state.filter({ hasText: 'Next in the queue' }).waitFor();
  await page.getByRole('link', { name: 'Attempt 1', exact: true }).click();
  await state.filter({ hasText: 'Next in the queue' }).waitFor();
  await gradeNext(scene, 71);
  // The page of the attempt loads itself again, and has the rest.
  await page.getByRole('link', { name: 'Read the report' }).waitFor();
  expect(complaints).toEqual([]);
});

requires('chromium')('a log-on and a log-off by clicks alone', async () => {
  const page = await (await browser()).newPage();
  await page.goto(scene.url);
  await page.getByRole('link', { name: 'Log on', exact: true }).click();
  await page.getByRole('button', { name: /Dora/ }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByRole('heading', { name: 'Your address is not verified' }).waitFor();
  expect(await findings(page)).toEqual([]);
  await page.getByRole('link', { name: 'Log on as somebody else' }).click();
  await page.getByRole('button', { name: /Ana/ }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByRole('heading', { name: 'My labs' }).waitFor();
  await page.getByRole('button', { name: 'Log off' }).click();
  await page.getByRole('link', { name: 'Log on', exact: true }).waitFor();
  await page.close();
});

requires('chromium')(
  'an error stands next to its field, is read out, and the page is still without fault',
  async () => {
    await using visit = await pageOf(await browser(), scene.url, 'ana');
    const { page } = visit;
    await page.goto(scene.url + LAB);
    await page.locator('summary', { hasText: 'A git repository' }).click();
    await page.fill('#git', 'http://example.org/a.git');
    await page.getByRole('button', { name: 'Hand in the repository' }).click();
    await page.getByRole('alert').waitFor();
    const described = await page.locator('#git').getAttribute('aria-describedby');
    expect(await page.locator(`#${described?.split(' ')[0]}`).textContent()).toContain('Give the https URL');
    expect(await page.inputValue('#git')).toBe('http://example.org/a.git');
    expect(await findings(page)).toEqual([]);
  },
);
