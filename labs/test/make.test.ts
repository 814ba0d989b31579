import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type MakeOptions, make } from '../make/make.ts';
import { type ToyCourse, toyCourse } from './support/toy-course.ts';

let course: ToyCourse;
beforeEach(async () => {
  course = await toyCourse();
});
afterEach(() => course[Symbol.asyncDispose]());

async function run(options: MakeOptions = {}): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  const code = await make(course.folder, options, (line) => lines.push(line));
  return { code, said: lines.join('\n') };
}

function read(path: string): Promise<string> {
  return readFile(join(course.folder, path), 'utf8');
}

function write(path: string, text: string): Promise<void> {
  return writeFile(join(course.folder, path), text);
}

test('a starter is made, formatted, listed, and without answers', async () => {
  expect(await run()).toMatchObject({ code: 0 });
  expect(await read('labs/01-toy/src/a.ts')).toBe('export const a = {};\n');
  expect(existsSync(join(course.folder, 'labs/01-toy/src/later.ts'))).toBe(false);
  expect(Object.keys(JSON.parse(await read('labs/01-toy/.generated.json')))).toEqual([
    ...['.editorconfig', '.gitignore', '.npmrc', '.vscode/settings.json', 'jest.config.js', 'migrations/001.sql'],
    ...['openapi.yaml', 'package.json', 'src/a.ts', 'tsconfig.json'],
  ]);
  expect(JSON.parse(await read('labs/01-toy/package.json'))).toEqual({
    name: '@seeka/lab-01-toy',
    private: true,
    description: 'Lab 01 · Toy',
    type: 'module',
    scripts: { test: 'jest' },
  });
});

test('make again changes nothing, and the check says so', async () => {
  await run();
  expect(await run()).toEqual({ code: 0, said: 'labs/01-toy is up to date.' });
  expect(await run({ check: true })).toEqual({ code: 0, said: '' });
});

test('the check names what make would change, and changes nothing', async () => {
  await run();
  await write('solutions/01-toy/src/a.ts', 'export const a = 2;\n');
  const { code, said } = await run({ check: true });
  expect([code, said.split('\n')]).toEqual([
    1,
    ['labs/01-toy/src/a.ts is not what make would write', 'labs/01-toy/.generated.json is not what make would write'],
  ]);
  expect(await read('labs/01-toy/src/a.ts')).toBe('export const a = {};\n');
});

test('what somebody edited is not overwritten unless by force', async () => {
  await run();
  await write('labs/01-toy/src/a.ts', 'mine');
  await write('solutions/01-toy/openapi.yaml', (await read('solutions/01-toy/openapi.yaml')).replace('Toy', 'Game'));
  const { code, said } = await run();
  expect([code, said]).toEqual([1, expect.stringContaining('labs/01-toy/src/a.ts was edited by hand.')]);
  expect(await read('labs/01-toy/src/a.ts')).toBe('mine');
  expect(await read('labs/01-toy/openapi.yaml')).toContain('Toy');
  expect(await run({ force: true })).toMatchObject({ code: 0 });
  expect(await read('labs/01-toy/src/a.ts')).toBe('export const a = {};\n');
});

test('a file that make did not write is not overwritten either', async () => {
  await write('labs/01-toy/package.json', '{ "mine": true }');
  expect(await run()).toMatchObject({ code: 1, said: expect.stringContaining('package.json was edited') });
});

test('what is no longer generated is removed, unless it was edited', async () => {
  await run();
  await write('solutions/01-toy/migrations/001.sql', '-- nothing\n');
  await write('labs/01-toy/migrations/001.sql', 'mine');
  expect(await run()).toMatchObject({ code: 1, said: expect.stringContaining('001.sql was edited') });
  await write('labs/01-toy/migrations/001.sql', 'select 1;\n');
  expect(await run()).toMatchObject({ code: 0, said: expect.stringContaining('001.sql was removed') });
  expect(existsSync(join(course.folder, 'labs/01-toy/migrations/001.sql'))).toBe(false);
});

test('the handout is filled on disk, and the check sees when it is not', async () => {
  const text = await read('labs/01-toy/README.md');
  await run();
  expect(await read('labs/01-toy/README.md')).toMatch(/^\| 1.2 +\| Break +\| 40 +\|$/m);
  await write('labs/01-toy/README.md', text);
  expect(await run({ check: true })).toMatchObject({ code: 1, said: expect.stringContaining('README.md') });
});

test('code that does not parse cannot be made', async () => {
  await write('solutions/01-toy/src/a.ts', 'export const = ;\n');
  await expect(run()).rejects.toThrow('cannot be formatted');
});
