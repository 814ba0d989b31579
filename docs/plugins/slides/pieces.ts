import { basename } from 'node:path';
import { read } from '../../generate/source.ts';
import { codeHeight, codeParts, type Size, sized, sizesFor } from './code.ts';
import { shortened } from './shorten.ts';
import { element, elementsIn, type Node, textOf } from './tree.ts';

/** What stands on a slide as one. Heights are in 1/1600 of a slide's width, as in `Deck.module.css`. */
export interface Piece {
  node: Node;
  height: number;
  /** Its type may be larger where there is room. */
  grows: boolean;
  /** It leads to the next piece, and is best not parted from it. */
  leads?: boolean;
  /** The same in smaller type. */
  smaller?: Piece[];
  /** The same in parts that find room, the first one below what is used already; a piece without cannot be parted. */
  parted?(room: number, used: number): Piece[];
}

/** A figure of this height has a slide to itself. */
const LARGEST = 640;

/** Lines of a text, where so many characters fit on one in a wide font. */
export function linesOf(text: string, characters: number): number {
  return Math.max(1, Math.ceil(text.length / characters));
}

/** The blocks of a section as pieces: paragraphs in short, all else whole. */
export function piecesOf(blocks: Node[]): Piece[] {
  return blocks.flatMap((block, index) => {
    if (block.type === 'paragraph' && block.children?.[0]?.type === 'image') return [figure(block, blocks[index + 1])];
    if (block.name === 'details') return [];
    if (block.name) return [{ node: element('figure', {}, [block]), height: LARGEST, grows: false }];
    return [pieceOf(block)];
  });
}

/** One block as a piece. */
export function pieceOf(block: Node): Piece {
  if (block.type === 'code') return code(block, sizesFor(block));
  if (block.type === 'table') return parts(block, rowHeight(block), block.children?.slice(0, 1));
  if (block.type === 'list') return parts(block, (item) => linesOf(textOf(item), 70) * 48 + 12);
  if (block.type !== 'paragraph') return { node: block, height: linesOf(textOf(block), 68) * 48 + 40, grows: true };
  const node = shortened(block);
  return {
    node,
    height: linesOf(textOf(node), 73) * 48 + 20,
    grows: true,
    leads: /[:,]$/.test(textOf(node).trimEnd()),
  };
}

/** It takes what room there is, and asks for so much that its own type can be read from afar. */
function figure(image: Node, next: Node | undefined): Piece {
  const words = elementsIn({ type: 'root', children: next ? [next] : [] }, 'details').flatMap(
    (it) => it.children ?? [],
  );
  const said = words.filter(({ name }) => name !== 'summary');
  const hidden = said.length > 0 ? [element('div', { 'data-part': 'words' }, said)] : [];
  const height = Math.min(drawnHeight(image.children?.[0]?.url ?? '') * 1.7, LARGEST);
  return { node: element('figure', {}, [image, ...hidden]), height, grows: false };
}

function drawnHeight(url: string): number {
  const drawing = read(`docs/content/lessons/figures/${basename(url)}`);
  return Number(/viewBox="0 0 [\d.]+ ([\d.]+)"/.exec(drawing)?.[1]);
}

function code(node: Node, [largest, ...smaller]: [Size, ...Size[]]): Piece {
  return {
    ...inSize(node, largest),
    smaller: smaller.map((size) => inSize(node, size)),
    parted: (room, used) => {
      // In parts it is not seen at a glance anyway, so the fewer the better.
      const size = smaller[0] ?? largest;
      return codeParts(node, size, room, used).map((part, index) => largestOf(part, index === 0 ? room - used : room));
    },
  };
}

/** A part in the largest type for which there is room: its lines may be shorter than those of the whole. */
function largestOf(part: Node, room: number): Piece {
  const { smaller = [], ...largest } = code(part, sizesFor(part));
  return [largest, ...smaller].find(({ height }) => height <= room) ?? smaller.at(-1) ?? largest;
}

function inSize(node: Node, size: Size): Piece {
  return { node: sized(node, size), height: codeHeight(node, size), grows: false };
}

/** A list or a table, of items one after the other; each part begins with `head`. */
function parts(node: Node, heightOf: (item: Node) => number, head: Node[] = []): Piece {
  const piece = (items: Node[], before = 0): Piece => ({
    node: { ...node, start: (node.start ?? 1) + before, children: [...head, ...items] },
    height: [...head, ...items].reduce((sum, item) => sum + heightOf(item), 24),
    grows: true,
    parted: (room, used) => {
      for (let count = 2; ; count += 1) {
        const groups = evenly(items, heightOf, count, used).map((some) => piece(some, items.indexOf(some[0] as Node)));
        const fit = groups.every(({ height }, index) => height + (index === 0 ? used : 0) <= room);
        if (fit || count > items.length) return groups;
      }
    },
  });
  return piece((node.children ?? []).slice(head.length));
}

/** Items in groups that fill about the same height, the first one together with what is used. */
function evenly(items: Node[], heightOf: (item: Node) => number, count: number, used: number): Node[][] {
  const each = items.reduce((sum, item) => sum + heightOf(item), used) / count;
  let sum = used;
  const groups = Map.groupBy(items, (item) => {
    const middle = sum + heightOf(item) / 2;
    sum += heightOf(item);
    return Math.floor(middle / each);
  });
  return [...groups.values()];
}

/** A column takes its share of the 88 characters that fit beside one another. */
function rowHeight({ children: rows = [] }: Node): (row: Node) => number {
  const widths = rows.reduce<number[]>(
    (widest, { children: cells = [] }) => cells.map((cell, at) => Math.max(widest[at] ?? 0, textOf(cell).length, 4)),
    [],
  );
  const all = widths.reduce((sum, width) => sum + width + 3, 0);
  const share = (at: number) => (all <= 88 ? 88 : Math.max(8, ((widths[at] ?? 0) / all) * 84));
  return ({ children: cells = [] }) => Math.max(...cells.map((cell, at) => linesOf(textOf(cell), share(at)))) * 36 + 21;
}
