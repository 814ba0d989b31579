import { element, type Node } from './tree.ts';

/** Sizes of code, the largest first: how many characters fit on a line, and how high the line is. */
const sizes = [
  { name: 'large', characters: 71, line: 46 },
  { name: 'middle', characters: 88, line: 38 },
  { name: 'small', characters: 109, line: 31 },
] as const;

/** Around the lines: padding and the space below, and the file's name. */
function around({ meta }: Node): number {
  return meta?.includes('title=') ? 112 : 70;
}

export type Size = (typeof sizes)[number];

/** The sizes in which no line of the code is broken, the largest first; at least the smallest. */
export function sizesFor({ value = '' }: Node): [Size, ...Size[]] {
  const longest = Math.max(...value.split('\n').map((line) => line.length));
  const [first = sizes[2], ...smaller] = sizes.filter(({ characters }) => longest <= characters);
  return [first, ...smaller];
}

/** Of the whole block. */
export function codeHeight(node: Node, size: Size): number {
  return around(node) + linesHeight((node.value ?? '').split('\n'), size);
}

/** The block with its size, as the style sheet asks for it. */
export function sized(node: Node, { name }: Size): Node {
  return element('div', { 'data-part': `code-${name}` }, [node]);
}

/** A block in parts that find room, the first one below what is `used`; broken where the code has its own breaks. */
export function codeParts(node: Node, size: Size, room: number, used: number): Node[] {
  const parts: string[][] = [];
  let rest = (node.value ?? '').split('\n');
  let limit = room - around(node) - used;
  while (linesHeight(rest, size) > limit) {
    const fits = rest.findIndex((_, index) => linesHeight(rest.slice(0, index + 1), size) > limit);
    const at = breakIn(rest, fits);
    parts.push(rest.slice(0, at));
    rest = rest.slice(rest[at] === '' ? at + 1 : at);
    limit = room - around(node);
  }
  return [...parts, rest].map((part) => ({ ...node, value: part.join('\n').trimEnd() }));
}

function linesHeight(lines: string[], { characters, line }: Size): number {
  return lines.reduce((sum, text) => sum + Math.max(1, Math.ceil(text.length / characters)) * line, 0);
}

/** At most `fits`, and not in the first third: before a command or a blank line, else where the indentation is least. */
function breakIn(lines: string[], fits: number): number {
  const places = lines.keys().filter((at) => at > fits / 3 && at <= fits);
  const cost = (at: number) => {
    const line = lines[at] ?? '';
    if (/^(\$ |\s*$)/.test(line)) return -1;
    return line.length - line.trimStart().length + (/^\s*[\])}]/.test(line) ? 4 : 0);
  };
  return places.reduce((best, at) => (cost(at) <= cost(best) ? at : best), Math.max(1, fits));
}
