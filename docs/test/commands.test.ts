import { requires } from '../../grader/test/support/requires.ts';
import { read, root } from '../generate/source.ts';
import { entryFor, notRun } from './support/not-run.ts';
import { allPages, pagesWithCommands } from './support/pages.ts';
import { masked, replay } from './support/replay.ts';
import { openPage } from './support/scene.ts';
import { shell } from './support/shell.ts';
import { blocksOf } from './support/shown.ts';

for (const page of pagesWithCommands().lessons) {
  requires('postgres')(`the commands of ${page.name} print what the page shows`, async () => {
    await using scene = await openPage(page);

    const now = await replay(page.text, scene.run);

    expect(masked(now)).toBe(masked(page.text));
  });
}

const shown = allPages().flatMap(({ text }) => blocksOf(text).flatMap(({ exchanges }) => exchanges));

test('every command in the list of those that are not run is still shown', () => {
  const listed = shown.flatMap(({ command }) => entryFor(command) ?? []);
  expect(notRun.filter((entry) => !listed.includes(entry))).toEqual([]);
});

test('where a command is not run from its page because another test does the same, that test is there', () => {
  const places = notRun.flatMap(({ elsewhere }) => (elsewhere ? [elsewhere] : []));
  expect(places.length).toBeGreaterThan(5);
  const lost = places.filter(([file, text]) => !read(file).includes(text));
  expect(lost).toEqual([]);
});

test('a command that fails, and one that prints something else than is shown, are seen', async () => {
  const run = (command: string) => shell(command, { cwd: root, env: process.env });
  await expect(replay('```sh\nexit 3\n```\n', run)).rejects.toThrow('ends with 3');
  const page = (output: string) => `\`\`\`shell-session\n$ echo one two\n${output}\n\`\`\`\n`;
  expect(await replay(page('one three'), run)).toBe(page('one two'));
  expect(await replay(page('one …'), run)).toBe(page('one …'));
  expect(await replay(page('three …'), run)).toBe(page('one two'));
});

test('a command stands in a block of a kind whose commands are run', () => {
  const others = allPages().flatMap(({ name, text }) =>
    [...text.matchAll(/^ *```(?!shell-session\n|sh\n)(\S*).*\n(?:\$ |.*\bnpx --no-install|npm |curl )/gm)].map(
      () => name,
    ),
  );
  expect(others).toEqual([]);
});
