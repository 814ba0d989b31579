import { statfs } from 'node:fs/promises';

type Code = 'disk full' | 'not writable' | 'not installed' | 'not started' | 'unreachable';

/** There is no server to be had. The message says why and what to do, in one sentence or two; `code` is stable. */
export class ClusterError extends Error {
  readonly code: Code;

  constructor(code: Code, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'ClusterError';
    this.code = code;
  }
}

const ONE_MEGABYTE = 1_048_576;

/** What went wrong with the embedded server in `directory`, in plain English. */
export async function explained(error: unknown, directory: string): Promise<ClusterError> {
  if (error instanceof ClusterError) return error;
  const { message = '', stderr = '', code = '' } = error as { message?: string; stderr?: string; code?: string };
  const said = `${message}\n${stderr}`.trim();
  // A log on the same disk cannot tell that it is full.
  if (code === 'ENOSPC' || /No space left on device/.test(said) || (await roomIn(directory)) < ONE_MEGABYTE) {
    return new ClusterError(
      'disk full',
      `The disk that holds ${directory} is full. Free some space and try again.`,
      error,
    );
  }
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) {
    const next = 'Give it to the user who runs this, or delete it; it is made again.';
    return new ClusterError('not writable', `${directory} cannot be written (${code}). ${next}`, error);
  }
  if (/shared librar|Library not loaded|spawn .* ENOENT/.test(said)) {
    const next = 'Run "npm rebuild", without --ignore-scripts.';
    return new ClusterError('not installed', `The embedded PostgreSQL is not installed in full. ${next}`, error);
  }
  return new ClusterError('not started', `The embedded PostgreSQL in ${directory} did not start: ${said}`, error);
}

async function roomIn(directory: string): Promise<number> {
  const disk = await statfs(directory).catch(() => undefined);
  return disk ? disk.bavail * disk.bsize : Number.POSITIVE_INFINITY;
}
