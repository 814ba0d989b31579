/** The submission cannot be read at all, so nothing was graded. */
export class UnreadableSubmission extends Error {
  override readonly name = 'UnreadableSubmission';
  readonly code: 'no such folder' | 'not a folder' | 'not a URL' | 'URL with a path' | 'dead URL' | 'refused address';
  /** What to do next. */
  readonly advice: string;

  constructor(code: UnreadableSubmission['code'], message: string, advice: string) {
    super(message);
    this.code = code;
    this.advice = advice;
  }
}

/** The submission was read, but its service never answered: graded, with nothing to show for it. */
export class NotStarted extends Error {
  override readonly name = 'NotStarted';
  /** What to do next. */
  readonly advice: string;
  /** The last lines that it printed. */
  readonly log: string;

  constructor(message: string, advice: string, log = '') {
    super(message);
    this.advice = advice;
    this.log = log;
  }
}
