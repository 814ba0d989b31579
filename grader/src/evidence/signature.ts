import { CompactSign, compactVerify, errors, type JWK } from 'jose';
import type { Report } from '../types.ts';
import { canonical } from './canonical.ts';
import { EvidenceError } from './errors.ts';
import type { SigningKey } from './keys.ts';

/** What a report was made from, besides what it says itself. */
export interface Sources {
  /** Of the files handed in, or of the URL. */
  submissionDigest: string;
  /** Of the contract, the wire shape and the points. */
  contractDigest: string;
  /** As `lab.yaml` names it. */
  labVersion?: string;
}

/** A report, what it was made from, and a detached JWS (RFC 7515, appendix F) over what counts in both. */
export type SignedReport = Report & { evidence: Sources & { signature: string } };

export type Verification = 'valid' | { invalid: string };

/** So that no signature made for another purpose passes for one of a report. */
const TYPE = 'seeka-report';

/** Signs what counts in a report. @throws EvidenceError when the submission ran where it could have read the key. */
export async function signReport(report: Report, evidence: Sources, key: SigningKey): Promise<SignedReport> {
  if (report.submission.sandbox === 'none') {
    throw new EvidenceError('submission', 'A run without a sandbox is not signed: what ran could have read the key.');
  }
  const header = { alg: 'EdDSA', typ: TYPE, kid: key.kid };
  const jws = await new CompactSign(payloadOf(report, evidence)).setProtectedHeader(header).sign(key.privateKey);
  const [head, , tail] = jws.split('.');
  return { ...report, evidence: { ...evidence, signature: `${head}..${tail}` } };
}

/** Whether one of these keys signed exactly this. */
export async function verifyReport(signed: SignedReport, publicKeys: JWK[]): Promise<Verification> {
  const [head, empty, tail, ...rest] = signed.evidence.signature.split('.');
  if (empty !== '' || !tail || rest.length > 0) return { invalid: 'the signature is no detached JWS' };
  const keyFor = ({ kid }: { kid?: string }) => knownKey(publicKeys, kid);
  try {
    const payload = Buffer.from(payloadOf(signed, signed.evidence)).toString('base64url');
    const options = { algorithms: ['EdDSA'] };
    const { protectedHeader } = await compactVerify(`${head}.${payload}.${tail}`, keyFor, options);
    return protectedHeader.typ === TYPE ? 'valid' : { invalid: 'the signature is not one of a report' };
  } catch (error) {
    return { invalid: reasonOf(error as Error) };
  }
}

class UnknownKey extends Error {}

function knownKey(publicKeys: JWK[], kid: string | undefined): JWK {
  const key = publicKeys.find((candidate) => candidate.kid === kid);
  if (!key) throw new UnknownKey(`its key "${kid}" is none of the ${publicKeys.length} known here`);
  return key;
}

function reasonOf(error: Error): string {
  if (error instanceof UnknownKey) return error.message;
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'it was changed after it was signed';
  if (error instanceof errors.JOSEError) return `the signature cannot be read (${error.message})`;
  if (error instanceof RangeError) return `it was never signed: ${error.message}`;
  throw error;
}

function payloadOf(report: Report, sources: Sources): Uint8Array {
  return new TextEncoder().encode(signedText(report, sources));
}

/** What is signed: canonical JSON of what counts. Throws RangeError at what JSON cannot say. */
export function signedText(report: Report, { submissionDigest, contractDigest, labVersion }: Sources): string {
  const { lab, graderVersion, seed, score, maxScore, startedAt, submission, checkpoints, outcomes } = report;
  // Named one by one: what a later version adds must not break older signatures.
  return canonical({
    submission: { kind: submission.kind, sandbox: submission.sandbox, digest: submissionDigest },
    lab: { id: lab, version: labVersion, digest: contractDigest },
    graderVersion,
    seed,
    startedAt,
    score,
    maxScore,
    checkpoints: checkpoints.map(({ id, points, earned }) => ({ id, points, earned })),
    outcomes: outcomes.map(({ id, checkpoint, status, points, earned }) => ({
      ...{ id, checkpoint, status, points, earned },
    })),
  });
}
