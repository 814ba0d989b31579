import { Pulse } from '../src/pulse.ts';

/** Keeps this thread from everything else. */
function block(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}

test('a machine that holds the grader up is felt, and only from then on', () => {
  using pulse = new Pulse();
  const start = performance.now();
  expect(pulse.heldUpSince(start)).toBe(false);
  block(250);
  expect(pulse.heldUpSince(start)).toBe(true);
  expect(pulse.heldUpSince(performance.now() + 1)).toBe(false);
});
