import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';

interface LabFile {
  lab: string;
  title: string;
  term: string;
  version: string;
  minutes: { read: number; code: number; write: number };
  difficulty: number;
  prerequisites: { lessons: string[] };
  settings: Record<string, string>;
  checkpoints: { id: string; title: string; points: number }[];
}

const labs = join(import.meta.dirname, '..');
const form = [
  'At a glance',
  'Why',
  'You will be able to',
  'Before you start',
  'The picture',
  'The contract',
  'Files',
  'Predict',
  'Checkpoints',
  'Hints',
  'Experiment',
  'Questions',
  'How it is graded',
  'Submit',
  'Further',
  'When it does not work',
  'Clean up',
  'Changes',
];

for (const file of globSync('*/lab.yaml', { cwd: labs })) {
  const lab = parse(readFileSync(join(labs, file), 'utf8')) as LabFile;
  const folder = join(labs, dirname(file));
  const text = readFileSync(join(folder, 'README.md'), 'utf8');

  test(`the handout of ${lab.lab} has the parts of every handout, in order`, () => {
    expect(headings(text, 2)).toEqual(form);
  });

  test(`the handout of ${lab.lab} has the checkpoints of lab.yaml, in order`, () => {
    const own = headings(text, 3).filter((heading) => /^\d/.test(heading));
    expect(own).toEqual(lab.checkpoints.map(({ id, title }) => `${id} ${title}`));
  });

  test(`the card of ${lab.lab} says what lab.yaml says`, () => {
    const card = part(text, 'At a glance');
    const told = [lab.lab, `version ${lab.version}`, `term ${lab.term}`, `${lab.difficulty} of 5`];
    const lessons = lab.prerequisites.lessons.map((id) => `lessons/${id}.mdx`);
    for (const words of [...told, ...Object.keys(lab.settings), ...lessons]) expect(card).toContain(words);
  });

  test(`each checkpoint of ${lab.lab} has a goal, a task, a command and the usual failure`, () => {
    for (const section of part(text, 'Checkpoints').split('\n### ').slice(1)) {
      for (const piece of ['**Goal.**', '**Task.**', '**When it fails.**']) expect(section).toContain(piece);
      expect(section).toMatch(/^```(shell-session\n\$|sh\n)/m);
    }
  });

  test(`every figure of ${lab.lab} is there, has a title and a description, and is told in words`, () => {
    const figures = [...text.matchAll(/^!\[.+\]\((.+\.svg)\)\n\n<details>\n<summary>The figure in words/gm)];
    expect(figures).toHaveLength(text.match(/^!\[/gm)?.length ?? -1);
    for (const [, path = ''] of figures) expect(readFileSync(join(folder, path), 'utf8')).toMatch(/<title.*\n.*<desc/);
  });

  test(`every hint of ${lab.lab} is in its handout`, () => {
    const sets = Object.keys(parse(readFileSync(join(folder, 'hints.yaml'), 'utf8')));
    const shown = [...part(text, 'Hints').matchAll(/^\*\*(\S+)\*\*$/gm)].map(([, name = '']) => name);
    expect(shown.sort()).toEqual(sets.sort());
  });

  test(`every path that the handout of ${lab.lab} links to is there`, () => {
    const paths = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path = '']) => path);
    expect(paths.filter((path) => globSync(path, { cwd: folder }).length === 0)).toEqual([]);
  });
}

function headings(text: string, level: number): string[] {
  return [...text.matchAll(new RegExp(`^#{${level}} (.+)$`, 'gm'))].map(([, heading = '']) => heading);
}

function part(text: string, heading: string): string {
  return text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
}
