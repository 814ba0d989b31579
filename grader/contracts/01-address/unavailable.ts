import type { Answer } from '../../src/answer.ts';
import { expect } from '../../src/check.ts';
import type { Fault } from '../../src/doubles/faults.ts';
import type { Context } from './stored.ts';

/** The limit is 2 s, the double waits 4 s or for ever: an answer within this did not wait for it. */
const PATIENCE_MS = 3_600;

/** A POST that meets this fault of the API is refused with 503 and Retry-After, in time. */
export async function unavailable({ api, make, verification }: Context, fault: Fault): Promise<void> {
  const draft = make.address();
  verification.fault(draft, fault);
  expectUnavailable(await api.post('/addresses', draft));
}

/** 503 and Retry-After, in time. */
export function expectUnavailable(answer: Answer): void {
  expect(answer).toBeProblem(503);
  expect({ 'Retry-After': answer.headers['retry-after'] }).toEqual({
    'Retry-After': expect.stringMatching(/^(\d+|\w{3}, .+ GMT)$/),
  });
  expect(answer.durationMs).toBeLessThan(PATIENCE_MS);
}
