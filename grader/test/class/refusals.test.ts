import { join } from 'node:path';
import { seeka, temporaryFolder } from '../cli/seeka.ts';
import { COURSE, ROSTER } from '../portal/support/portal.ts';
import { requires } from '../support/requires.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder({ 'roster.csv': ROSTER, 'course.yaml': COURSE, 'no.csv': 'a,b\n1,2\n' });
});
afterAll(() => folder?.[Symbol.asyncDispose]());

/** The words of a command, with the names of files in their places. */
async function refusalOf(line: string): Promise<string> {
  const words = line.split(' ').map((word) => (/^[\w.]+\.(csv|yaml)$/.test(word) ? join(folder.path, word) : word));
  const { code, stderr } = await seeka(...words);
  expect(code).toBe(2);
  return stderr;
}

const grade = 'class grade --roster roster.csv --lab 01-address --out';
const portal = 'portal --roster roster.csv --course course.yaml';

test.each([
  ['class purge 2030-01-01', /That day is yet to come/],
  ['class purge 2020-02-30', /The calendar has no 2020-02-30\. Correct the day/],
  ['class purge yesterday', /It must be a day such as 2027-07-01/],
  [`${grade} out --at 2026-02-30T10:00:00Z`, /The calendar has no 2026-02-30\. Correct the day/],
  [`${grade} out --at 2026-02-20`, /It must be a time with its offset/],
  [`${grade} out --nth 0`, /It must be a whole number from 1 to 9999/],
  [`${grade} out --concurrency 100000`, /It must be a whole number from 0 to 9999/],
  ['worker --concurrency 100000', /It must be a whole number from 1 to 9999/],
  [`${grade} out --allow 10.0.0.0/8 nonsense`, /"nonsense" is neither an address nor a range such as 10\.1\.0\.0\/16/],
  ['worker --allow nonsense', /"nonsense" is neither an address nor a range/],
  [`${portal} --allow nonsense`, /"nonsense" is neither an address nor a range/],
])('%s is refused with exit code 2, and says why', async (line, reason) => {
  expect(await refusalOf(line)).toMatch(reason);
});

requires('bubblewrap')(
  'where nothing can be written, and a template that is none, are told before the grading',
  async () => {
    expect(await refusalOf(`${grade} roster.csv`)).toMatch(
      /The folder \S+roster\.csv cannot be made \(EEXIST\)\. Choose/,
    );
    const out = join(folder.path, 'out');
    expect(await refusalOf(`${grade} ${out} --canvas-template no.csv`)).toMatch(
      /The template \S+no\.csv cannot be used: /,
    );
    expect(await refusalOf(`${grade} ${out} --canvas-template none.csv`)).toMatch(/cannot be read \(ENOENT\)/);
  },
);
