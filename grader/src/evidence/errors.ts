/** Evidence that cannot be given or read; the message says what to do. */
export class EvidenceError extends Error {
  override readonly name = 'EvidenceError';
  readonly code: 'key' | 'report' | 'submission';

  constructor(code: EvidenceError['code'], message: string) {
    super(message);
    this.code = code;
  }
}
