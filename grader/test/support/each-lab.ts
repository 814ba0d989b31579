import { course, knownLabs } from '../../src/cli/labs.ts';

/** What is found in each lab of the course, one list of all, each item with its lab. */
export async function eachOf<Item>(
  find: (course: string, lab: string) => Promise<Item[]>,
): Promise<(Item & { lab: string })[]> {
  const found = await Promise.all(
    knownLabs().map(async (lab) => (await find(course, lab)).map((item) => ({ ...item, lab }))),
  );
  return found.flat();
}
