import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filledHandout, fillParts } from '../make/handout.ts';
import { readLab } from '../make/lab.ts';
import { toyCourse } from './support/toy-course.ts';

const path = 'labs/01-toy/README.md';
const make = (name: string) => (name === 'known' ? 'new' : undefined);

test('a part is replaced, and nothing around it', () => {
  const text = 'a\n<!-- generated:known -->\nold\n<!-- /generated -->\nb\n';
  const filled = 'a\n<!-- generated:known -->\n\nnew\n\n<!-- /generated -->\nb\n';
  expect(fillParts({ path, text }, make)).toBe(filled);
  expect(fillParts({ path, text: filled }, make)).toBe(filled);
});

test.each([
  ['\n<!-- generated:other -->\n<!-- /generated -->', ':2: there is no part "other"'],
  ['\n\n<!-- generated:known -->\n', ':3: "<!-- /generated -->" is missing'],
  ['<!-- generated:known -->\n<!-- generated:known -->\n<!-- /generated -->', ':1: "<!-- /generated -->" is missing'],
])('a fault in %j is named with file and line', (text, message) => {
  expect(() => fillParts({ path, text }, make)).toThrow(path + message);
});

async function partOf(name: string): Promise<string> {
  await using course = await toyCourse();
  await writeFile(join(course.folder, path), `<!-- generated:${name} -->\n<!-- /generated -->`);
  const files = await filledHandout(await readLab(course.folder, '01-toy'));
  return files.get('README.md') ?? '';
}

test('the contract is shown with its checkpoints', async () => {
  const part = await partOf('contract');
  expect(part).toContain('| `POST /toys` | Create a toy | 1.1: 201 · 1.2: 200 |');
  expect(part).toContain('| `name` | the client | 1–9 characters. |');
  expect(part).toContain('| `id` | the service | a \\| b (from 1.2 on) |');
  expect(part).toContain('| `ETag` | answer | Its state. (from 1.1 on) |');
});

test('hints are shut, one tier under the other', async () => {
  const tiers = ['<summary>a nudge</summary>\n\nLook.\n', '<summary>almost the code</summary>\n\n`here`\n'];
  for (const name of ['hints', 'hints:toy']) {
    const part = await partOf(name);
    for (const tier of tiers) expect(part).toContain(`<details>\n${tier}\n</details>`);
    expect(part).not.toContain('<details open');
  }
});

test('an unknown set of hints is a fault', async () => {
  await expect(partOf('hints:toy,none')).rejects.toThrow('there is no part "hints:toy,none"');
});

test('a lab without a handout has none to fill', async () => {
  await using course = await toyCourse();
  const lab = await readLab(course.folder, '01-toy');
  expect(await filledHandout({ ...lab, folder: join(course.folder, 'none') })).toEqual(new Map());
});
