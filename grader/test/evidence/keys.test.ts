import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openNonceKey, openSigningKey, publicKeysIn } from '../../src/evidence/keys.ts';
import { signReport, verifyReport } from '../../src/evidence/signature.ts';
import { temporaryFolder } from '../cli/seeka.ts';
import { Bench, course, inside } from '../deploy/support/deployments.ts';
import { obedient, quick } from '../deploy/support/services.ts';
import { sample } from '../report/samples.ts';
import { requires } from '../support/requires.ts';

const sources = { submissionDigest: 'a', contractDigest: 'b' };
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

test('the key is made at first use, for its owner alone, and is the same ever after', async () => {
  await using temporary = await temporaryFolder();
  const folder = join(temporary.path, 'course', 'keys');
  const key = await openSigningKey(folder);
  expect((await openSigningKey(folder)).kid).toBe(key.kid);
  expect(await modeOf(join(folder, 'signing.jwk'))).toBe('600');
  expect(await modeOf(folder)).toBe('700');
  expect((await readdir(folder)).sort()).toEqual(['public', 'signing.jwk']);
});

test('of many that begin at once, all get one key', async () => {
  await using folder = await temporaryFolder();
  const keys = await Promise.all(Array.from({ length: 8 }, () => openSigningKey(folder.path)));
  expect(new Set(keys.map(({ kid }) => kid)).size).toBe(1);
  expect(await publicKeysIn(folder.path)).toHaveLength(1);
});

test('what is kept in public holds no secret', async () => {
  await using folder = await temporaryFolder();
  const { kid, publicKey } = await openSigningKey(folder.path);
  const kept = JSON.parse(await readFile(join(folder.path, 'public', `${kid}.jwk`), 'utf8'));
  expect(kept).toEqual({ kty: 'OKP', crv: 'Ed25519', x: publicKey.x, kid, alg: 'EdDSA', use: 'sig' });
});

test('a report from before a change of keys is still genuine, until its public key goes too', async () => {
  await using folder = await temporaryFolder();
  const old = await openSigningKey(folder.path);
  const signed = await signReport(sample, sources, old);
  await rm(join(folder.path, 'signing.jwk'));
  const fresh = await openSigningKey(folder.path);
  expect(fresh.kid).not.toBe(old.kid);
  expect(await verifyReport(signed, await publicKeysIn(folder.path))).toBe('valid');
  await rm(join(folder.path, 'public', `${old.kid}.jwk`));
  expect(await verifyReport(signed, await publicKeysIn(folder.path))).toEqual({ invalid: expect.any(String) });
});

test.each([0o640, 0o604, 0o620, 0o666])(
  'a key file of mode %o is refused, with the command that mends it',
  async (mode) => {
    await using folder = await temporaryFolder();
    await openSigningKey(folder.path);
    const file = join(folder.path, 'signing.jwk');
    await chmod(file, mode);
    const message = `Others can read the key file ${file} (mode ${mode.toString(8)}). Run: chmod 600 ${file}`;
    await expect(openSigningKey(folder.path)).rejects.toMatchObject({ name: 'EvidenceError', code: 'key', message });
  },
);

test('a file of one’s own is used, and never made', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'mine');
  await expect(openSigningKey(folder.path, file)).rejects.toThrow(`The key file ${file} cannot be opened (ENOENT)`);
  const made = await openSigningKey(join(folder.path, 'other'));
  await writeFile(file, await readFile(join(folder.path, 'other', 'signing.jwk')), { mode: 0o600 });
  expect((await openSigningKey(folder.path, file)).kid).toBe(made.kid);
});

const publicHalf = '{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}';
const otherKind = '{"kty":"EC","crv":"P-256","x":"a","y":"b","d":"c"}';
test.each(['', 'nonsense', 'null', '[]', publicHalf, otherKind])(
  'a key file that holds %j is refused',
  async (text) => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'signing.jwk'), text, { mode: 0o600 });
    const message = expect.stringMatching(/signing\.jwk does not hold an Ed25519 key as a JWK/);
    await expect(openSigningKey(folder.path)).rejects.toMatchObject({ code: 'key', message });
  },
);

test('a public key goes by its own name, whatever its file says', async () => {
  await using folder = await temporaryFolder();
  expect(await publicKeysIn(folder.path)).toEqual([]);
  await mkdir(join(folder.path, 'public'));
  const posing = { ...JSON.parse(publicHalf), kid: 'somebody', d: 'secret' };
  await writeFile(join(folder.path, 'public', 'any.jwk'), JSON.stringify(posing));
  const [key] = await publicKeysIn(folder.path);
  // RFC 8037, appendix A.3.
  expect([key?.kid, key?.d]).toEqual(['kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k', undefined]);
});

test('the key for nonces is made once, for its owner alone', async () => {
  await using folder = await temporaryFolder();
  const key = await openNonceKey(folder.path);
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect(await openNonceKey(folder.path)).toBe(key);
  expect(await modeOf(join(folder.path, 'nonce'))).toBe('600');
});

requires('bubblewrap', 'prlimit')('a submission in the sandbox sees no folder of keys', async () => {
  await mkdir(join(course, '.seeka', 'keys'), { recursive: true, mode: 0o700 });
  await using bench = await Bench.open();
  const { main } = await bench.deploy(quick(obedient));
  await main.ready();
  const places = [join(course, '.seeka'), '/course/.seeka', '/course/.seeka/keys', join(course, '.seeka', 'keys')];
  const look = `const { existsSync } = await import('node:fs'); return ${JSON.stringify(places)}.map(existsSync)`;
  expect(await inside(main, look)).toEqual(places.map(() => false));
});
