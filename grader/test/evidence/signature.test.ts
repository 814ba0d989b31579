import { CompactSign } from 'jose';
import { openSigningKey, type SigningKey } from '../../src/evidence/keys.ts';
import { readReport } from '../../src/evidence/read-report.ts';
import { type SignedReport, signedText, signReport, verifyReport } from '../../src/evidence/signature.ts';
import { json } from '../../src/report/json.ts';
import { temporaryFolder } from '../cli/seeka.ts';
import { remote, sample } from '../report/samples.ts';

const sources = { submissionDigest: 'a'.repeat(64), contractDigest: 'b'.repeat(64), labVersion: '1.0' };
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let key: SigningKey;
let signed: SignedReport;

beforeAll(async () => {
  folder = await temporaryFolder();
  key = await openSigningKey(folder.path);
  signed = await signReport(sample, sources, key);
});
afterAll(() => folder[Symbol.asyncDispose]());

test('a report is genuine as it was signed, and after a way through a file', async () => {
  expect(await verifyReport(signed, [key.publicKey])).toBe('valid');
  expect(await verifyReport(readReport(json(signed)), [key.publicKey])).toBe('valid');
  expect(await verifyReport(await signReport(remote, sources, key), [key.publicKey])).toBe('valid');
});

test('the signature is a detached JWS that names algorithm and key', () => {
  expect(signed.evidence.signature).toMatch(/^[\w-]+\.\.[\w-]{86}$/);
  const [header = ''] = signed.evidence.signature.split('.');
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({
    ...{ alg: 'EdDSA', typ: 'seeka-report', kid: key.kid },
  });
});

const [first, ...others] = sample.outcomes;
const changes: Record<string, Partial<SignedReport>> = {
  score: { score: 100 },
  'no score': { score: null },
  'the most there is': { maxScore: 50 },
  seed: { seed: sample.seed + 1 },
  lab: { lab: '02-person' },
  time: { startedAt: '2027-01-01T00:00:00.000Z' },
  'grader version': { graderVersion: '9.9.9' },
  sandbox: { submission: { ...sample.submission, sandbox: 'remote' } },
  kind: { submission: { ...sample.submission, kind: 'url' } },
  'points of a checkpoint': { checkpoints: sample.checkpoints.map((it) => ({ ...it, earned: it.points })) },
  'an outcome': { outcomes: sample.outcomes.map((it) => ({ ...it, status: 'passed' })) },
  'points of an outcome': { outcomes: sample.outcomes.map((it) => ({ ...it, earned: it.points })) },
  'a missing outcome': { outcomes: others },
  'an outcome twice': { outcomes: first ? [first, first, ...others] : [] },
  'order of outcomes': { outcomes: sample.outcomes.toReversed() },
};

test.each(Object.keys(changes))('a change of what counts shows: %s', async (what) => {
  const forged = { ...signed, ...changes[what] };
  expect(await verifyReport(forged, [key.publicKey])).toEqual({ invalid: 'it was changed after it was signed' });
});

test.each(['submissionDigest', 'contractDigest', 'labVersion'])('a change of the evidence shows: %s', async (name) => {
  const forged = { ...signed, evidence: { ...signed.evidence, [name]: 'c' } };
  expect(await verifyReport(forged, [key.publicKey])).toEqual({ invalid: 'it was changed after it was signed' });
});

test('a signature by an unknown key, or by an unknown key under a known name, is worth nothing', async () => {
  await using elsewhere = await temporaryFolder();
  const other = await openSigningKey(elsewhere.path);
  const theirs = await signReport(sample, sources, other);
  expect(await verifyReport(theirs, [key.publicKey])).toEqual({ invalid: expect.stringContaining(other.kid) });
  expect(await verifyReport(theirs, [])).toEqual({ invalid: expect.stringContaining('none of the 0 known here') });
  const posing = await signReport(sample, sources, { ...other, kid: key.kid });
  expect(await verifyReport(posing, [key.publicKey])).toEqual({ invalid: 'it was changed after it was signed' });
});

const header = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
test.each([
  ['nothing', ''],
  ['no JWS', 'nonsense'],
  ['a payload of its own', 'e30.e30.c2ln'],
  ['no algorithm', `${header({ alg: 'none' })}..`],
  ['"none" and a signature', `${header({ alg: 'none', typ: 'seeka-report' })}..c2ln`],
  ['a secret instead of a key', `${header({ alg: 'HS256', kid: 'x' })}..c2ln`],
  ['a critical extension', `${header({ alg: 'EdDSA', kid: 'x', crit: ['b64'], b64: false })}..c2ln`],
  ['a header that is no JSON', '!!!..c2ln'],
])('a signature that is %s is refused', async (_what, signature) => {
  const forged = { ...signed, evidence: { ...signed.evidence, signature } };
  expect(await verifyReport(forged, [key.publicKey])).toEqual({
    invalid: expect.stringMatching(/signature|none of the 1 known/),
  });
});

test('a signature that the same key made for something else is refused', async () => {
  const jwsOf = (typ: string) => {
    const jws = new CompactSign(new TextEncoder().encode(signedText(sample, sources)));
    return jws.setProtectedHeader({ alg: 'EdDSA', typ, kid: key.kid }).sign(key.privateKey);
  };
  const verify = async (typ: string) => {
    const signature = (await jwsOf(typ)).replace(/\.[^.]+\./, '..');
    return verifyReport({ ...signed, evidence: { ...sources, signature } }, [key.publicKey]);
  };
  expect(await verify('seeka-report')).toBe('valid');
  expect(await verify('JWT')).toEqual({ invalid: 'the signature is not one of a report' });
});

test('a report that holds what JSON cannot say is refused, not a fault of ours', async () => {
  for (const forged of [{ lab: '\ud800' }, { maxScore: Number.POSITIVE_INFINITY }]) {
    const invalid = expect.stringContaining('never signed');
    expect(await verifyReport({ ...signed, ...forged }, [key.publicKey])).toEqual({ invalid });
  }
});

test('a run without a sandbox is not signed', async () => {
  const report = { ...sample, submission: { ...sample.submission, sandbox: 'none' as const } };
  await expect(signReport(report, sources, key)).rejects.toMatchObject({ name: 'EvidenceError', code: 'submission' });
});
