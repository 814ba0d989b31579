import type { course } from './course.ts';
import type { LabPages } from './main.ts';
import type { writeSeeka } from './seeka/pages.ts';

/** The handbook's pages that are written by hand, in order. */
const handbook = ['check', 'lab', 'term', 'late', 'policies'];

/** The side bar: start, lessons, Seeka, each lab, the instructor's handbook, and what one looks up. */
export function sidebar(
  { lessons }: ReturnType<typeof course>,
  labs: LabPages[],
  generated: Record<'handbook' | 'history', string[]> & { seeka: SeekaPages },
) {
  return [
    category(
      'Start',
      ['student', 'instructor', 'class', 'portal', 'evidence', 'reader'].map((who) => `content/start/${who}`),
    ),
    category(
      'Lessons',
      lessons.map(({ id }) => `content/lessons/${id}`),
    ),
    seekaCategory(generated.seeka),
    ...labs.map(labCategory),
    category('Instructors', [...generated.handbook, ...handbook.map((page) => `content/handbook/${page}`)]),
    category('Look up', [
      ...['glossary', 'decisions', 'security-model'].map((page) => `content/${page}`),
      ...generated.history,
      ...labs.flatMap(({ validity }) => validity ?? []),
    ]),
  ];
}

/** The side bar beside the checks of each lab. */
export function checksSidebars(labs: LabPages[]) {
  const sidebars = labs.map(({ lab, title, checks }) => {
    const groups = Object.entries(checks.groups).map(([label, items]) => category(label, items));
    return [lab, [link(labName(lab, title), `/labs/${lab}/`), checks.index, ...groups]];
  });
  return Object.fromEntries(sidebars);
}

type SeekaPages = ReturnType<typeof writeSeeka>;

function seekaCategory({ whole, parts, services }: SeekaPages) {
  return category('Seeka', [whole, category('Parts', parts), category('Services', services.flat())]);
}

function labCategory({ lab, title, handout, contract, steps }: LabPages) {
  const own = category(labName(lab, title), [handout, contract, steps, link('Checks', `/checks/${lab}/`)]);
  return { ...own, customProps: { lab } };
}

function labName(lab: string, title: string): string {
  return `Lab ${lab.slice(0, 2)} · ${title}`;
}

function link(label: string, href: string) {
  return { type: 'link', label, href };
}

/** Shut until one is on a page of it: so the side bar shows where one is. */
function category(label: string, items: unknown[]) {
  return { type: 'category', label, items, collapsed: true };
}
