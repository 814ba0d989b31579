/** What cannot be done, told to people on a page: what is the matter, and what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly title: string;
  /** What to do next. */
  readonly advice: string;

  constructor(status: number, title: string, message: string, advice: string) {
    super(message);
    this.status = status;
    this.title = title;
    this.advice = advice;
  }
}

/** Of whatever is not there, or is somebody else's: the two look the same. */
export function nothingHere(): Refusal {
  const advice = 'Check the address, or begin at the overview.';
  return new Refusal(404, 'There is nothing here', 'This page does not exist, or it is not yours to see.', advice);
}
