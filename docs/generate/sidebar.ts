import type { course } from './course.ts';
import type { LabPages } from './main.ts';

/** The handbook's pages that are written by hand, in order. */
const handbook = ['check', 'lab', 'term', 'late', 'policies'];

/** The side bar: start, lessons, each lab, the instructor's handbook, and what one looks up. */
export function sidebar({ lessons }: ReturnType<typeof course>, labs: LabPages[], generated: string[]) {
  return [
    category(
      'Start',
      ['student', 'instructor', 'class', 'portal', 'evidence', 'reader'].map((who) => `content/start/${who}`),
    ),
    category(
      'Lessons',
      lessons.map(({ id }) => `content/lessons/${id}`),
    ),
    ...labs.map(labCategory),
    category('Instructors', [...generated, ...handbook.map((page) => `content/handbook/${page}`)]),
    category('Look up', [
      ...['glossary', 'decisions', 'security-model'].map((page) => `content/${page}`),
      ...labs.flatMap(({ validity }) => validity ?? []),
    ]),
  ];
}

function labCategory({ lab, title, handout, contract, steps, checks }: LabPages) {
  const groups = Object.entries(checks.groups).map(([label, items]) => ({
    ...category(label, items),
    collapsed: true,
  }));
  const catalogue = { ...category('Checks', groups), link: { type: 'doc', id: checks.index }, collapsed: true };
  return category(`Lab ${lab.slice(0, 2)} · ${title}`, [handout, contract, steps, catalogue]);
}

function category(label: string, items: unknown[]) {
  return { type: 'category', label, items, collapsed: false };
}
