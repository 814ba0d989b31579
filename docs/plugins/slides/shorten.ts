import { type Node, textOf } from './tree.ts';

/** So many characters of a paragraph are shown, unless its first sentence is longer. */
const LIMIT = 150;
/** An end of a sentence, and what follows begins like one: "e.g. this" does not. */
const BORDER = /(?<=[.?!…][”"’)]?)\s+(?=[\p{Lu}\d“"‘(])/u;

/** The first sentences of a paragraph, and the last one too if it leads to what comes next by a colon. */
export function shortened({ children = [], ...paragraph }: Node): Node {
  const all = sentences(children);
  const kept = all.slice(0, 1);
  for (const sentence of all.slice(1)) {
    if (lengthOf([...kept, sentence]) > LIMIT && !isLead(kept)) break;
    kept.push(sentence);
  }
  const last = all.at(-1) ?? [];
  const leads = lengthOf([last]) > 0 && textOf({ type: 'root', children: last }).trimEnd().endsWith(':');
  const gap = /^\s/.test(last[0]?.value ?? '') ? [] : [{ type: 'text', value: ' ' }];
  const shown = leads && !kept.includes(last) ? [...kept, gap, last] : kept;
  return { ...paragraph, children: trimmed(shown.flat()) };
}

/** The nodes of a paragraph by sentence; the space between two belongs to the later one. */
function sentences(nodes: Node[]): Node[][] {
  const found: Node[][] = [[]];
  for (const node of nodes) {
    const texts = node.type === 'text' ? (node.value ?? '').split(BORDER) : [undefined];
    const startsAnew = /[.?!][”"’)]?\s*$/.test(textOf({ type: 'root', children: found.at(-1) ?? [] }));
    const isGap = node.type !== 'text' || /^\s/.test(node.value ?? '');
    for (const [index, text] of texts.entries()) {
      if (index > 0 || (startsAnew && isGap)) found.push([]);
      found.at(-1)?.push(text === undefined ? node : { ...node, value: index > 0 ? ` ${text}` : text });
    }
  }
  return found.filter((sentence) => sentence.length > 0);
}

/** Bold words that a paragraph begins with say too little alone. */
function isLead(kept: Node[][]): boolean {
  return kept.length === 1 && kept[0]?.every(({ type }) => type === 'strong') === true;
}

function lengthOf(parts: Node[][]): number {
  return textOf({ type: 'root', children: parts.flat() }).length;
}

function trimmed(nodes: Node[]): Node[] {
  return nodes.map((node, index) => {
    const value = index === nodes.length - 1 ? node.value?.trimEnd() : node.value;
    return node.type === 'text' ? { ...node, value: value ?? '' } : node;
  });
}
