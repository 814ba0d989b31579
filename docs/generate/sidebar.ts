import type { course } from './course.ts';
import type { LabPages } from './main.ts';

/** The side bar: start, lessons, each lab, and what one looks up. */
export function sidebar({ lessons }: ReturnType<typeof course>, labs: LabPages[]) {
  return [
    category(
      'Start',
      ['student', 'instructor', 'class', 'evidence', 'reader'].map((who) => `content/start/${who}`),
    ),
    category(
      'Lessons',
      lessons.map(({ id }) => `content/lessons/${id}`),
    ),
    ...labs.map(labCategory),
    category('Look up', [
      ...['glossary', 'decisions', 'security-model'].map((page) => `content/${page}`),
      ...labs.flatMap(({ validity }) => validity ?? []),
    ]),
  ];
}

function labCategory({ lab, title, handout, contract, checks }: LabPages) {
  const groups = Object.entries(checks.groups).map(([label, items]) => ({
    ...category(label, items),
    collapsed: true,
  }));
  const catalogue = { ...category('Checks', groups), link: { type: 'doc', id: checks.index }, collapsed: true };
  return category(`Lab ${lab.slice(0, 2)} · ${title}`, [handout, contract, catalogue]);
}

function category(label: string, items: unknown[]) {
  return { type: 'category', label, items, collapsed: false };
}
