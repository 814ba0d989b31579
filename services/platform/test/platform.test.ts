import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PlatformOptions, runPlatform } from '../src/platform.ts';
import { freeUrl } from '../src/service.ts';
import { gone } from './support/started.ts';

/** A course of one service, written in a line. */
const course = mkdtempSync(join(tmpdir(), 'seeka-course-'));
afterAll(() => rmSync(course, { recursive: true }));

function part(name: string, program: string) {
  const folder = join(course, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { start: `node service.mjs` } }));
  writeFileSync(join(folder, 'service.mjs'), program);
  return { name, folder, settings: () => ({ GREETING: 'hello' }), shown: { Greeting: `/${name}` } };
}

async function options(
  over: Partial<PlatformOptions>,
): Promise<PlatformOptions & { said: string[]; groups: number[] }> {
  const said: string[] = [];
  const groups: number[] = [];
  const port = Number(new URL(await freeUrl()).port);
  return {
    ...{ course, parts: [], port, signal: new AbortController().signal },
    ...{ say: (line) => said.push(line), onGroup: (pid) => groups.push(pid), said, groups },
    ...over,
  };
}

const greets = `import { createServer } from 'node:http';
createServer((request, response) => response.end(process.env.GREETING + ' ' + request.url)).listen(process.env.PORT);`;

test('every part that can be started runs until the signal; another is left out, and named', async () => {
  const stop = new AbortController();
  const absent = { ...part('absent', ''), folder: join(course, 'nowhere') };
  // What is called the gateway gets the port that was asked for.
  const wanted = await options({ parts: [part('gateway', greets), absent], signal: stop.signal });
  const ready = new Promise<void>((resolve) => {
    wanted.say = (line) => wanted.said.push(line) && line.includes('Ready') && resolve();
  });
  const running = runPlatform(wanted);
  await Promise.race([ready, running]);
  const answer = await fetch(`http://127.0.0.1:${wanted.port}/one?two`);
  expect(await answer.text()).toBe('hello /one?two');
  expect(wanted.said).toContain('absent is left out: nowhere has no package.json.');
  stop.abort();
  await running;
  expect(await gone(wanted.groups)).toBe(true);
});

test('a part whose Procfile has a line for the web is started by that', async () => {
  const stop = new AbortController();
  const other = part('other', greets);
  writeFileSync(join(other.folder, 'package.json'), '{"type": "module"}');
  writeFileSync(join(other.folder, 'Procfile'), 'worker: false\nweb: GREETING="good day" node service.mjs\n');
  const wanted = await options({ parts: [{ ...other, name: 'gateway' }], signal: stop.signal });
  const ready = new Promise<void>((resolve) => {
    wanted.say = (line) => line.includes('Ready') && resolve();
  });
  const running = runPlatform(wanted);
  await Promise.race([ready, running]);
  expect(await (await fetch(`http://127.0.0.1:${wanted.port}/`)).text()).toBe('good day /');
  stop.abort();
  await running;
});

test('a service that ends by itself stops the whole, which says its last lines', async () => {
  const dies = part('dies', `${greets}\nsetTimeout(() => { console.error('no more words'); process.exit(3) }, 300);`);
  const stays = part('stays', greets);
  const wanted = await options({ parts: [stays, dies] });
  await expect(runPlatform(wanted)).rejects.toThrow(/dies has ended by itself. Its last words:\n(.*\n)*no more words/);
  expect(await gone(wanted.groups)).toBe(true);
});

test('a service that does not start stops the whole, which is never said to be ready', async () => {
  const broken = part('broken', `import './absent.mjs';`);
  const wanted = await options({ parts: [part('sound', greets), broken] });
  await expect(runPlatform(wanted)).rejects.toThrow(/broken has ended by itself.*\n(.*\n)*.*absent\.mjs/);
  expect(wanted.said.join()).not.toContain('Ready');
  expect(await gone(wanted.groups)).toBe(true);
});

test('a signal while it starts stops it at once', async () => {
  const stop = new AbortController();
  const slow = part('slow', 'setInterval(() => 0, 1000); console.log(process.env.GREETING);');
  const wanted = await options({ parts: [slow], signal: stop.signal });
  wanted.onGroup = (pid) => {
    wanted.groups.push(pid);
    stop.abort();
  };
  await runPlatform(wanted);
  expect(wanted.groups).toHaveLength(1);
  expect(await gone(wanted.groups)).toBe(true);
});

test('a service that hears no SIGTERM is killed after 6 s', async () => {
  const stop = new AbortController();
  const deaf = part('deaf', `process.on('SIGTERM', () => console.log('what?'));\n${greets}`);
  const wanted = await options({ parts: [deaf], signal: stop.signal });
  wanted.say = (line) => line.includes('Ready') && stop.abort();
  await runPlatform(wanted);
  expect(await gone(wanted.groups)).toBe(true);
});
