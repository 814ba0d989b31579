import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inferred } from '../../src/cli/submission.ts';
import { temporaryFolder } from './seeka.ts';

test.each<[Record<string, string>, string]>([
  [{ 'package.json': '{"name": "@seeka/lab-01-address"}' }, 'the name of a starter'],
  [{ 'package.json': '{"name": "@seeka/address"}' }, 'the name of a solution'],
  [{ 'package.json': '{"name": "mine", "seeka": {"lab": "01-address"}}' }, 'the field seeka.lab'],
  [{ 'lab.yaml': 'lab: 01-address\n' }, 'lab.yaml'],
])('%j tells the lab by %s', async (files) => {
  await using folder = await temporaryFolder(files);
  expect(inferred(folder.path)).toBe('01-address');
});

test.each(['01-address', 'address'])('a folder named %s tells the lab by its name', async (name) => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, name);
  await mkdir(path);
  expect(inferred(path)).toBe('01-address');
});

test.each<[Record<string, string>]>([
  [{}],
  [{ 'package.json': 'not JSON' }],
  [{ 'package.json': 'null' }],
  [{ 'package.json': '{"name": ["@seeka/address"], "seeka": {"lab": 1}}' }],
])('%j tells no lab', async (files) => {
  await using folder = await temporaryFolder(files);
  expect(inferred(folder.path)).toBeUndefined();
});
