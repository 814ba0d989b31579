import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { seeka, startSeekaWith, temporaryFolder } from './seeka.ts';

test('a mutant that there is not is named, and nothing is graded: exit code 2', async () => {
  const { code, stdout, stderr } = await seeka('verify', '01-address', '--mutant', 'race.put', 'race.nobody');
  expect(stderr).toContain('01-address has no mutant race.nobody.');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});

test.each([
  [['01'], /There is no lab "01"\. The labs are: 01-address/],
  [['01-address', '--json', '/no/such/folder/x.json'], /Cannot write \S+x\.json: its folder does not exist/],
])('%j is refused before anything is graded: exit code 2', async (words, reason) => {
  const { code, stderr } = await seeka('verify', ...words);
  expect(stderr).toMatch(reason);
  expect(code).toBe(2);
});

test.each([
  ['a result of another contract', JSON.stringify({ lab: '01-address', digest: 'of another contract' })],
  ['no result', 'no result\n'],
])('%s takes up no verdict, and is left as it was', async (_what, text) => {
  await using there = await temporaryFolder({ 'result.json': text });
  const file = join(there.path, 'result.json');
  const { code, stderr } = await seeka('verify', '01-address', '--mutant', 'race.put', '--json', file);
  expect(stderr).toContain(`${file} is no result of this contract. Verify the lab as a whole: leave out --mutant.`);
  expect(code).toBe(2);
  expect(await readFile(file, 'utf8')).toBe(text);
});

test('interrupted in the middle of a mutant, it leaves nothing behind: exit code 130', async () => {
  await using there = await temporaryFolder();
  const left = () => readdir(there.path);
  await using session = startSeekaWith(
    { TMPDIR: there.path },
    'verify',
    '01-address',
    '--mutant',
    'race.put',
    'race.post',
  );
  const isGrading = async () => (await left()).some((name) => /^seeka-\d/.test(name));
  while (!(await isGrading())) expect(await Promise.race([pause(50), session.ended])).toBe(undefined);
  expect((await left()).some((name) => name.startsWith('seeka-verify-'))).toBe(true);
  expect(await session.interrupt()).toBe(130);
  expect(await left()).toEqual([]);
});
