import { detect, type FacilityName, facilities } from '../../src/machine.ts';

type Register = (title: string, body: jest.ProvidesCallback, timeout?: number) => void;

/**
 * Jest's `test` where the machine has all of these. Elsewhere the test is skipped and its title says what it needs and how
 * to get it; with CI=true it fails, so that nothing goes untested there unseen.
 * @example requires('chromium')('the page can be printed', async () => { … });
 */
export function requires(...names: FacilityName[]): Register {
  const missing = names.filter((name) => !detect(name).ok);
  if (missing.length === 0) return test;
  const need = missing.map((name) => `${name}: ${facilities[name].get}`).join('; ');
  return process.env.CI === 'true' ? (title) => test(title, () => refuse(need)) : (title) => skip(title, need);
}

function refuse(need: string): never {
  throw new Error(`Not run, for it needs ${need}`);
}

/** `summary-reporter.ts` reads the title's end. */
function skip(title: string, need: string): void {
  test.skip(`${title} [needs ${need}]`, () => refuse(need));
}
