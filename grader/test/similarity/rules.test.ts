import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compare } from '../../src/similarity/compare.ts';
import type { Candidate, Similarity } from '../../src/similarity/similarity.ts';
import { classRoom, course, good, renamed, solution, sourcesOf } from './variants.ts';

const lab = '01-address';
const original = sourcesOf(solution);
const fastify = sourcesOf(join(good, 'fastify-kysely'));
const room = classRoom();
afterAll(() => room[Symbol.dispose]());

function compared(candidates: Candidate[], options = {}): Promise<Similarity> {
  return compare(candidates, { lab, course, ...options });
}

function notesOf({ submissions }: Similarity, id: string): string[] {
  return submissions.find((submission) => submission.id === id)?.notes ?? [];
}

test('the starter does not count, renamed neither: two who did nothing are not alike', async () => {
  const starter = sourcesOf(join(course, 'labs', lab));
  const { submissions, pairs } = await compared([room.add('idle', starter), room.add('lazy', renamed(starter))]);
  expect(submissions.map(({ fingerprints, tooLittle }) => [fingerprints, tooLittle])).toEqual([
    [0, true],
    [0, true],
  ]);
  expect(pairs).toEqual([]);
});

test('the kit does not count, where somebody has a copy of it', async () => {
  const kit = sourcesOf(join(course, 'services', 'kit'));
  const { submissions } = await compared([room.add('kit', kit)]);
  expect(submissions[0]?.fingerprints).toBe(0);
});

test('one copied file is found: the pair is alike in part, and its fragment is that file', async () => {
  const page = renamed({ page: original['src/page.ts'] ?? '' }).page ?? '';
  const candidates = [room.add('author', original), room.add('copyist', { ...fastify, 'src/pages.ts': page })];
  const { pairs, clusters } = await compared(candidates);
  expect(pairs[0]).toMatchObject({ partly: true, longest: expect.any(Number) });
  expect(pairs[0]?.similarity).toBeLessThan(0.2);
  expect(pairs[0]?.longest).toBeGreaterThanOrEqual(10);
  expect(pairs[0]?.fragments[0]).toMatchObject({ left: { file: 'src/page.ts' }, right: { file: 'src/pages.ts' } });
  expect(clusters).toEqual([]);
});

test('padding does not hide a copy: nearly all of the copied side is in the other', async () => {
  const padding = Object.entries(fastify).map(([path, text]) => [`more/${path}`, text]);
  const candidates = [room.add('thin', original), room.add('padded', { ...original, ...Object.fromEntries(padding) })];
  const [pair] = (await compared(candidates, { threshold: 0.9 })).pairs;
  expect(pair?.similarity).toBeLessThan(0.6);
  expect(pair).toMatchObject({ left: { share: 1 }, partly: true });
});

test('what most of a large class has does not count, and whoever has little else is told of', async () => {
  const shared = { 'src/lecture.ts': fastify['src/repository.ts'] ?? '' };
  const many = Array.from({ length: 11 }, (_, at) => room.add(`many-${at}`, shared));
  const candidates = [...many, room.add('more', { ...shared, ...original })];
  const found = await compared(candidates);
  expect(found.pairs).toEqual([]);
  expect(notesOf(found, 'many-0')[0]).toMatch(/in many other submissions.*--common 100 counts it/);
  expect(notesOf(found, 'more')).toEqual([]);
  expect((await compared(candidates, { common: 1 })).clusters).toHaveLength(1);
});

test('in a small class it counts, for most may have copied', async () => {
  const few = ['a', 'b', 'c'].map((id) => room.add(`few-${id}`, original));
  expect((await compared(few)).clusters).toEqual([['few-a', 'few-b', 'few-c']]);
});

test('what is not compared is noted with its reason', async () => {
  const odd = room.add('odd', {
    ...original,
    'binary.ts': 'a\0b',
    'broken.ts': `const a = '${'é'.repeat(50)}';`,
    'minified.js': `${'a=b(c);'.repeat(400)}\n`,
    'large.ts': 'a();\n'.repeat(1_000_001),
    'dist/built.js': 'a();',
    'node_modules/left-pad/index.js': 'a();',
    'notes.md': 'a();',
  });
  writeFileSync(join(odd.folder, 'broken.ts'), Buffer.from(`const a = '${'é'.repeat(50)}';`, 'latin1'));
  writeFileSync(Buffer.concat([Buffer.from(`${odd.folder}/`), Buffer.from([0xff, 0x2e, 0x74, 0x73])]), 'a();');
  symlinkSync('/etc/passwd', join(odd.folder, 'link.ts'));
  mkdirSync(join(odd.folder, 'deep'));
  execFileSync('mkfifo', [join(odd.folder, 'deep', 'pipe.ts')]);
  const found = await compared([odd, room.add('even', original), room.add('none', { 'README.md': 'Soon.' })]);
  expect(notesOf(found, 'odd').sort()).toEqual([
    'binary.ts was not compared: it is binary.',
    'broken.ts was not compared: it is binary.',
    'dist was not compared: by its name, tools have made it.',
    'large.ts was not compared: all code together is more than 5 MB.',
    'link.ts was not compared: it is a link.',
    'minified.js was not compared: it looks minified.',
    '\uFFFD.ts was not compared: it cannot be read (ENOENT).',
  ]);
  expect(notesOf(found, 'none')).toEqual(['It holds no code.']);
  expect(found.pairs[0]?.similarity).toBe(1);
});

test("whoever was given the course's code by seeka lab catch-up is told of", async () => {
  const manifest = JSON.stringify({ seeka: { lab, through: '1.3' } }, null, 2);
  const found = await compared([room.add('caught-up', { ...original, 'package.json': manifest })]);
  expect(notesOf(found, 'caught-up')).toEqual([expect.stringContaining("the course's code through 1.3")]);
});

test('one word repeated thousands of times keeps nobody waiting', async () => {
  const endless = { 'src/a.ts': 'a.b(c);\n'.repeat(30_000), 'src/b.py': '(\n'.repeat(30_000) };
  const found = await compared([room.add('endless', endless), room.add('again', endless), room.add('usual', original)]);
  expect(found.submissions.map(({ tooLittle }) => tooLittle)).toEqual([true, true, false]);
});

test.each([
  ['an unknown lab', [], { lab: '99-none' }, 'There is no lab "99-none".'],
  ['a missing folder', [{ id: 'a', name: 'A', folder: '/no/such' }], {}, /of "a" should be in \/no\/such, which is no/],
  ['an id that stands twice', ['a', 'a'].map(at), {}, 'The id "a" stands twice.'],
  ['2,001 submissions', Array.from({ length: 2001 }, (_, id) => at(`${id}`)), {}, /at most 2000 are compared at once/],
])('%s is refused', async (_, candidates, options, message) => {
  await expect(compared(candidates, options)).rejects.toThrow(message);
});

function at(id: string): Candidate {
  return { id, name: id, folder: solution };
}
