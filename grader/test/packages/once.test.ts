import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { onceMade } from '../../src/packages/once.ts';

let home: string;
let folder: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'once-'));
  folder = join(home, 'made');
});
afterEach(() => rm(home, { recursive: true, force: true }));

const SECONDS = { seconds: 60 };

/** A process of its own that makes the folder, unless another does. */
async function elsewhere(): Promise<void> {
  const script = `
    import { appendFileSync, mkdirSync } from 'node:fs';
    import { setTimeout } from 'node:timers/promises';
    const { onceMade } = await import(${JSON.stringify(new URL('../../src/packages/once.ts', import.meta.url).href)});
    await onceMade(${JSON.stringify(folder)}, async (draft) => {
      appendFileSync(${JSON.stringify(join(home, 'times'))}, 'once ');
      mkdirSync(draft);
      await setTimeout(200);
    }, { seconds: 60 });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
  expect(await once(child, 'exit')).toEqual([0, null]);
}

test('of several processes one makes it, and the others wait', async () => {
  await Promise.all([elsewhere(), elsewhere(), elsewhere()]);
  expect(await readFile(join(home, 'times'), 'utf8')).toBe('once ');
  expect((await readdir(home)).sort()).toEqual(['made', 'times']);
});

test('when the first one fails, whoever waits tries itself, and nothing of the first is left', async () => {
  const first = onceMade(folder, () => Promise.reject(new Error('no')), SECONDS);
  const second = onceMade(folder, async (draft) => void (await mkdir(draft)), SECONDS);
  await expect(first).rejects.toThrow('no');
  await second;
  expect(await readdir(home)).toEqual(['made']);
});

test('a grader that was killed keeps nobody waiting', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  await writeFile(`${folder}.lock`, `${child.pid}@${hostname()}`);
  await onceMade(folder, async (draft) => void (await mkdir(draft)), SECONDS);
  expect(await readdir(home)).toEqual(['made']);
});

test('nor does one on another machine that has been at it too long', async () => {
  await writeFile(`${folder}.lock`, '1@elsewhere');
  await onceMade(folder, async (draft) => void (await mkdir(draft)), { seconds: 0 });
  expect(await readdir(home)).toEqual(['made']);
});

test('whoever is interrupted waits no longer', async () => {
  await writeFile(`${folder}.lock`, '1@elsewhere');
  const signal = AbortSignal.abort();
  const make = async (draft: string) => void (await mkdir(draft));
  await expect(onceMade(folder, make, { ...SECONDS, signal })).rejects.toMatchObject({ name: 'AbortError' });
});
