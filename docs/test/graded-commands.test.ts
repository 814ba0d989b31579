import { stripVTControlCharacters } from 'node:util';
import { requires } from '../../grader/test/support/requires.ts';
import { read } from '../generate/source.ts';
import { openOffice } from './support/office.ts';
import { pagesWithCommands } from './support/pages.ts';
import { fits, masked, replay } from './support/replay.ts';
import { openPage, type Scene } from './support/scene.ts';
import { gradingSession } from './support/session.ts';
import { blocksOf } from './support/shown.ts';

const { handouts, others } = pagesWithCommands();
/** A page has up to ten commands that grade or start something; other work may go on beside it. */
const LIMIT_MS = 300_000;

for (const page of handouts) {
  requires('bubblewrap')(
    `the commands of ${page.name} print what the page shows`,
    async () => {
      await using scene = await openPage(page);
      expect(masked(await replay(page.text, scene.run))).toBe(masked(page.text));
    },
    LIMIT_MS,
  );
}

let office: Scene;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office?.[Symbol.asyncDispose]());

for (const page of others) {
  requires('bubblewrap')(
    `the commands of ${page.name} run, one after the other, in the class of its examples`,
    async () => {
      expect(masked(await replay(page.text, office.run))).toBe(masked(page.text));
    },
    LIMIT_MS,
  );
}

requires('bubblewrap')('the front page and the README show what the grader prints of code with that mistake', () => {
  // A check that a busy machine has held up is tried again, with other data.
  const alike = (text: string) => masked(text).replaceAll(/"line1":".*/g, '…');
  const { grade, mended } = gradingSession();
  const now = alike(grade);
  expect(alike(read('docs/captures/grade.ansi'))).toBe(now);
  expect(alike(read('docs/captures/mended.ansi'))).toBe(alike(mended));
  const [shown] = blocksOf(read('README.md')).flatMap(({ exchanges }) => exchanges);
  const [, printed = ''] = stripVTControlCharacters(now).split(/^\$.*\n/m);
  expect(fits(alike(shown?.output ?? ''), printed.trimEnd())).toBe(true);
});
