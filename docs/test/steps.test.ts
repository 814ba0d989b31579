import { globSync } from 'node:fs';
import { parse } from 'yaml';
import { additions, contractLines } from '../generate/contract-lines.ts';
import { readDescription } from '../generate/openapi.ts';
import { read, root } from '../generate/source.ts';

const labs = globSync('*/openapi.yaml', { cwd: `${root}labs` }).map((file) => file.split('/')[0] ?? '');

for (const lab of labs) {
  test(`the steps of ${lab} add each line of its contract once, and nothing is there before it is added`, () => {
    const blocks = contractLines(readDescription(`labs/${lab}/openapi.yaml`));
    const { checkpoints } = parse(read(`labs/${lab}/lab.yaml`)) as { checkpoints: { id: string }[] };
    const diffs = checkpoints.map(({ id }) => additions(blocks, id).split('\n'));
    const added = diffs.flatMap((lines) => lines.filter((line) => line.startsWith('+')));
    expect(added.length).toBeGreaterThan(50);
    expect(added.map((line) => line.slice(2)).sort()).toEqual(
      blocks
        .flat()
        .map(({ text }) => text)
        .sort(),
    );
    expect(diffs[0]?.filter((line) => !/^(\+| $)/.test(line))).toEqual([]);
  });
}

test('a step shows what is new between what held before', () => {
  const blocks = contractLines(readDescription('labs/01-address/openapi.yaml'));
  const [readAddress] = additions(blocks, '1.4')
    .split('\n \n')
    .filter((diff) => diff.startsWith('  GET'));
  expect(readAddress).toBe(`  GET /addresses/{id}
+   header If-None-Match
    answers 200 Address
+     header ETag
+   answers 304
+     header ETag?
    answers 400 Problem
    answers 404 Problem
    answers 503 Problem`);
});

test('a member that comes later than its schema, and a parameter whose description says so, come with their checkpoint', () => {
  const blocks = contractLines(readDescription('labs/01-address/openapi.yaml'));
  expect(additions(blocks, '1.5')).toContain('\n+   deliveryPoint: string\n    createdAt: string (date-time)\n');
  expect(additions(blocks, '1.5')).toContain('\n+   parameter deliveryPoint\n');
});
