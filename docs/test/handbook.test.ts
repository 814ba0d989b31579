import { workedOut } from './support/late-examples.ts';
import { handWritten } from './support/pages.ts';

const pages = new Map(handWritten().map(({ name, text }) => [name.replace('docs/content/handbook/', ''), text]));

test('the worked examples of the late policy are what the course works out', () => {
  const page = pages.get('late.md') ?? '';
  expect(workedOut(page)).toBe(page);
  expect(page.match(/On time|days late|No points yet|grace days used/g)?.length).toBeGreaterThan(9);
});

test('an example with a wrong number is seen', () => {
  const page = pages.get('late.md') ?? '';
  expect(workedOut(page.replace('84 → 67.2', '84 → 67.3'))).toBe(page);
});

test('the two questions with sample answers are asked in handouts, with the rubric that the page tells', () => {
  const page = flat(pages.get('policies.md') ?? '');
  const asked = [...page.matchAll(/> (\S[^>]*\?) Lab (\d\d); for full points: (.*?\))\. \*\*Full/g)];
  expect(asked).toHaveLength(2);
  for (const [, question = '', lab = '', rubric = ''] of asked) {
    const handout = [...pages].find(([name]) => name.startsWith(`labs/${lab}`))?.[1] ?? '';
    expect(flat(handout)).toContain(question);
    expect(flat(handout)).toContain(rubric);
  }
});

/** In one line, whatever the layout of a table. */
function flat(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
