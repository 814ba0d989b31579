import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { course, knownLabs } from '../../src/cli/labs.ts';
import { readHints, readLabFile } from '../../src/lab-file.ts';
import { temporaryFolder } from '../cli/seeka.ts';

const text = `lab: 05-orders
title: Orders
term: Spring 2027
version: "1.0"
minutes: { read: 60, code: 480, write: 40 }
difficulty: 2
prerequisites: { labs: [], lessons: [] }
settings:
  PORT: where the service listens
checkpoints:
  - { id: "5.1", title: Create, points: 100 }
`;

/** What is said of a lab.yaml, and of which kind the error is: that of a command line that cannot be carried out. */
async function faultsOf(written: string, file = 'lab.yaml'): Promise<string[]> {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, 'labs', '05-orders'), { recursive: true });
  await writeFile(join(folder.path, 'labs', '05-orders', file), written);
  try {
    if (file === 'lab.yaml') readLabFile(folder.path, '05-orders');
    else readHints(folder.path, '05-orders');
    return [];
  } catch (error) {
    const { name, message } = error as Error;
    return [name, ...message.split('\n  ')];
  }
}

test.each(knownLabs())('lab.yaml of %s has the form', (lab) => {
  expect(readLabFile(course, lab).lab).toBe(lab);
});

test('a key that is missing or unknown is told with the file, its line, and the keys that there are', async () => {
  expect(await faultsOf(text)).toEqual([]);
  expect(await faultsOf(text.replace(' points:', ' pionts:').replace('minutes', 'minuts'))).toEqual([
    'UsageError',
    'labs/05-orders/lab.yaml cannot be used:',
    'line 1, column 1: The file has no minutes. Add it.',
    expect.stringMatching(
      /^line 5, column 1: The file cannot have "minuts", only lab, title, term, version, minutes, /,
    ),
    'line 11, column 5: checkpoints.0 has no points. Add it.',
    'line 11, column 33: checkpoints.0 cannot have "pionts", only id, title, points. Remove or correct it.',
  ]);
});

test.each([
  [
    'id: "5.1"',
    'id: 5.1',
    'line 11, column 11: checkpoints.0.id must be a text such as "1.2", in quotation marks, not 5.1.',
  ],
  [
    'points: 100',
    'points: 0.5',
    'line 11, column 41: checkpoints.0.points must be a whole number from 1 to 100, not 0.5.',
  ],
  ['listens', 'listens: 1', expect.stringMatching(/^line 9, column .*Mend the YAML\.$/)],
])('%s written as %s is told with its place', async (right, wrong, fault) => {
  expect((await faultsOf(text.replace(right, wrong))).slice(2)).toEqual([fault]);
});

test('hints.yaml that is no YAML is told with the file and its line', async () => {
  expect(await faultsOf('create:\n  - [', 'hints.yaml')).toEqual([
    'UsageError',
    'labs/05-orders/hints.yaml cannot be used:',
    expect.stringMatching(/^line 2, /),
  ]);
});
