import { rulesOf } from '../generate/clause.ts';
import { read } from '../generate/source.ts';

interface Node {
  type: string;
  value?: string;
  url?: string;
  children?: Node[];
}

/** Remark plugin: puts the standards that stand behind a check in the place of `clause=LAB/ID`, each with a link. */
export default function clauseOfCheck() {
  return fill;
}

function fill(node: Node): void {
  node.children = node.children?.flatMap((child) => {
    const [, check] = /^clause=(\S+)$/.exec((child.type === 'inlineCode' && child.value) || '') ?? [];
    if (check !== undefined) return standardsBehind(check);
    fill(child);
    return [child];
  });
}

function standardsBehind(check: string): Node[] {
  const clauses = JSON.parse(read('docs/generated/clauses.json')) as Record<string, string>;
  const clause = clauses[check];
  if (clause === undefined) throw new Error(`There is no check ${check}`);
  // A letter, such as D or A18, is a part of the course's own contract.
  const standards = rulesOf(clause).filter(({ text }) => !/^[A-Z]\d*$/.test(text));
  if (standards.length === 0) return [{ type: 'text', value: 'our own rule' }];
  return standards.flatMap(({ text, url }, index) => {
    const name: Node = { type: 'text', value: text };
    const before = index > 0 ? [{ type: 'text', value: ', ' }] : [];
    return [...before, url ? { type: 'link', url, children: [name] } : name];
  });
}
