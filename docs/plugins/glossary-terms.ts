import { finderOf, glossary, type Term } from '../generate/glossary.ts';

/** Of the tree that Markdown becomes. */
export interface Node {
  type: string;
  value?: string;
  data?: { hName: string; hProperties: Record<string, string> };
  children?: Node[];
}

/** Where a word keeps its own look: it leads elsewhere already, is code, or is shown on demand. */
const left = /^(heading|link|linkReference|inlineCode|code|html|image|table|mdx.*)$/;

/** Lessons and handouts. */
const explained = /\/content\/lessons\/[\w-]+\.mdx$|\/generated\/pages\/labs\/[\w-]+\.md$/;

/** Remark plugin: leads each word of the glossary, where a lesson or a handout first uses it, to its entry. */
export default function glossaryTerms() {
  const { find, termOf } = finderOf(glossary());
  return (tree: Node, { path }: { path: string }) => {
    if (explained.test(path)) mark(tree, new Page(find, termOf));
  };
}

/** What one page has explained so far. */
class Page {
  readonly #find: RegExp;
  readonly #termOf: (found: string) => Term | undefined;
  readonly #seen = new Set<Term>();
  /** `<details>` of HTML that are open: what is shut explains nothing to who reads on. */
  depth = 0;
  over = false;

  constructor(find: RegExp, termOf: (found: string) => Term | undefined) {
    this.#find = find;
    this.#termOf = termOf;
  }

  /** A text, cut at the words that it is the first to use. */
  cut(text: string): Node[] {
    const pieces: Node[] = [];
    let from = 0;
    for (const { 0: found, index } of text.matchAll(this.#find)) {
      const term = this.#termOf(found);
      if (!term || this.#seen.has(term)) continue;
      this.#seen.add(term);
      pieces.push({ type: 'text', value: text.slice(from, index) }, element(found, term));
      from = index + found.length;
    }
    return [...pieces, { type: 'text', value: text.slice(from) }].filter(({ value }) => value !== '');
  }
}

function mark(node: Node, page: Page): void {
  node.children = node.children?.flatMap((child) => {
    // Titles of books and talks are nobody's use of a word.
    if (child.type === 'heading' && textOf(child).startsWith('Further')) page.over = true;
    if (child.type === 'html') page.depth += count(child, '<details') - count(child, '</details');
    if (child.type === 'text' && page.depth === 0 && !page.over) return page.cut(child.value ?? '');
    if (!left.test(child.type)) mark(child, page);
    return [child];
  });
}

function textOf({ value = '', children = [] }: Node): string {
  return value + children.map(textOf).join('');
}

function count({ value = '' }: Node, tag: string): number {
  return value.split(tag).length - 1;
}

/** Shown by `src/components/Term.tsx`. */
function element(text: string, { at, says }: Term): Node {
  const data = { hName: 'glossary-term', hProperties: { 'data-at': at, 'data-says': says } };
  return { type: 'emphasis', data, children: [{ type: 'text', value: text }] };
}
