import { createHash } from 'node:crypto';
import { mustBeFolder } from '../deploy/copy.ts';
import { IngestError } from '../ingest/errors.ts';
import { parcelOf } from '../ingest/parcel.ts';
import type { Submission } from '../types.ts';
import { EvidenceError } from './errors.ts';

/** SHA-256, in hex: of a folder's parcel, or of a URL's origin, which says nothing of what runs there. */
export function digestOfSubmission(submission: Submission): Promise<string> {
  return submission.kind === 'folder' ? digestOfFolder(submission.folder) : digestOfUrl(submission.url);
}

async function digestOfUrl(url: string): Promise<string> {
  return createHash('sha256')
    .update(`url ${new URL(url).origin}`)
    .digest('hex');
}

/**
 * The digest of its parcel, whatever way it comes.
 * @throws UnreadableSubmission when there is no such folder.
 * @throws EvidenceError when it cannot be packed.
 */
export async function digestOfFolder(folder: string): Promise<string> {
  await mustBeFolder(folder);
  try {
    return (await parcelOf(folder)).digest;
  } catch (error) {
    if (!(error instanceof IngestError) || error.fault === 'ours') throw error;
    throw new EvidenceError('submission', `${error.message} So it is not signed. ${error.advice}`);
  }
}
