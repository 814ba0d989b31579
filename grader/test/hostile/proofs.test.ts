import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { course } from '../../src/cli/labs.ts';
import { CLASSES, hostileSubmissions } from './cases.ts';

interface Proof {
  tries: string;
  by: string | [file: string, title: string];
}

const read = (path: string) => readFileSync(join(course, path), 'utf8');
const proofs = parse(read('grader/validity/hostile/proofs.yaml')) as Record<string, Proof[]>;
const all = Object.entries(proofs).flatMap(([name, list]) => list.map((proof) => ({ class: name, ...proof })));

test('each class of attack has a proof', () => {
  expect(Object.keys(proofs).sort()).toEqual([...CLASSES].sort());
});

test.each(hostileSubmissions())('$name is named as a proof of its class', (hostile) => {
  expect(all).toContainEqual(expect.objectContaining({ class: hostile.class, by: hostile.name }));
});

test.each(all)('that it fails $tries ($class) is proven where it is said to be', ({ by }) => {
  if (typeof by === 'string') expect(hostileSubmissions().map(({ name }) => name)).toContain(by);
  else expect(read(by[0])).toContain(by[1]);
});
