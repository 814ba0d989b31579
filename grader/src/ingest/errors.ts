export type IngestCode =
  | 'bad source'
  | 'not found'
  | 'leaves the folder'
  | 'damaged zip'
  | 'encrypted zip'
  | 'unsafe name'
  | 'same name'
  | 'too large'
  | 'too many files'
  | 'zip bomb'
  | 'private address'
  | 'no such host'
  | 'no such repository'
  | 'no such ref'
  | 'damaged repository'
  | 'network'
  | 'too slow'
  | 'no git'
  | 'git failed'
  | 'disk full';

/** Whether handing in something else would help (theirs), or the same once more, later (ours). */
export type Fault = 'theirs' | 'ours';

/** What was handed in could not be made a parcel. */
export class IngestError extends Error {
  override readonly name = 'IngestError';
  readonly code: IngestCode;
  /** What to do next. */
  readonly advice: string;
  readonly fault: Fault;

  constructor(code: IngestCode, message: string, advice: string, fault: Fault = 'theirs') {
    super(message);
    this.code = code;
    this.advice = advice;
    this.fault = fault;
  }
}

const OUT_OF_SPACE = new Set(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE']);

/** Gives the grader's own errors, and those of a full disk, their place among the errors above; others pass as they are. */
export function asIngestError(error: unknown): unknown {
  const { name, code = '', message, advice = '' } = error as NodeJS.ErrnoException & { advice?: string };
  if (name === 'NotStarted') return new IngestError('too large', message, advice);
  if (name === 'UnreadableSubmission') return new IngestError('not found', message, advice, 'ours');
  if (!OUT_OF_SPACE.has(code)) return error;
  const retry = 'Free some space for temporary files, then grade it again: nothing is wrong with what was handed in.';
  return new IngestError('disk full', `The grader could not store it (${code}).`, retry, 'ours');
}
