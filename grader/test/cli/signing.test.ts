import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { openSigningKey } from '../../src/evidence/keys.ts';
import { seeka, seekaWith, temporaryFolder } from './seeka.ts';

test.each([
  [
    ['grade', 'http://127.0.0.1:9', '--lab', '01-address', '--sign'],
    /--sign signs the record, so it needs --json FILE/,
  ],
  [
    ['grade', import.meta.dirname, '--lab', '01-address', '--sign', '--json', '/tmp/x', '--no-sandbox'],
    /--sign needs a sandbox/,
  ],
  [
    ['grade', import.meta.dirname, '--lab', '01-address', '--sign', '--json', '/tmp/x', '--watch'],
    /does not go with --watch/,
  ],
])('%j is refused with exit code 2, and says why', async (words, reason) => {
  const { code, stderr } = await seeka(...words);
  expect(stderr).toMatch(reason);
  expect(code).toBe(2);
});

test('a key that others can read signs nothing: exit code 2', async () => {
  await using place = await temporaryFolder();
  await openSigningKey(place.path);
  const key = join(place.path, 'signing.jwk');
  await chmod(key, 0o644);
  const words = ['grade', 'http://127.0.0.1:9', '--lab', '01-address', '--sign', '--json', join(place.path, 'r.json')];
  const { code, stderr } = await seekaWith({ SEEKA_SIGNING_KEY: key }, ...words);
  expect([code, stderr]).toEqual([2, expect.stringContaining(`Run: chmod 600 ${key}`)]);
});
