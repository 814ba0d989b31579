import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seeka } from './seeka.ts';

test('a mutant that there is not is named, and nothing is graded: exit code 2', async () => {
  const { code, stdout, stderr } = await seeka('verify', '01-address', '--mutant', 'race.put', 'race.nobody');
  expect(stderr).toContain('01-address has no mutant race.nobody.');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});

test.each([
  ['a result of another contract', JSON.stringify({ lab: '01-address', digest: 'of another contract' })],
  ['no result', 'no result\n'],
])('%s takes up no verdict, and is left as it was', async (_what, text) => {
  const folder = await mkdtemp(join(tmpdir(), 'seeka-test-'));
  try {
    const file = join(folder, 'result.json');
    await writeFile(file, text);
    const { code, stderr } = await seeka('verify', '01-address', '--mutant', 'race.put', '--json', file);
    expect(stderr).toContain(`${file} is no result of this contract. Verify the lab as a whole: leave out --mutant.`);
    expect(code).toBe(2);
    expect(await readFile(file, 'utf8')).toBe(text);
  } finally {
    await rm(folder, { recursive: true });
  }
});
