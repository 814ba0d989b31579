import { linesOf, type Piece } from './pieces.ts';
import { type Node, textOf } from './tree.ts';

/** The larger type of `Slide.module.css`: so much higher, and so many fewer characters fit on a line. */
const LARGER = 1.75;
/** Below more than this share of a slide, no part of anything begins. */
const FULL = 0.4;

/** The room below a heading. */
export function roomBelow(heading: Node): number {
  return 726 - linesOf(textOf(heading), 42) * 60;
}

/** Pieces put on as many slides as they need, in order. */
export function packed(pieces: Piece[], room: number): Piece[][] {
  const slides: Piece[][] = [[]];
  for (const piece of pieces) {
    const current = slides.at(-1) ?? [];
    if (heightOf([...current, piece]) <= room) current.push(piece);
    else slides.push(...onward(current, piece, room));
  }
  return slides.filter((slide) => slide.length > 0);
}

/** Whether pieces that fit have room for larger type. What a figure can have, it gets. */
export function fitsLarger(pieces: Piece[], room: number): boolean {
  if (pieces.some(({ node }) => node.name === 'figure')) return false;
  return heightOf(pieces.map((piece) => (piece.grows ? { ...piece, height: piece.height * LARGER } : piece))) <= room;
}

/** A piece that no longer fits: on the next slide with what leads to it, or alone, or in parts if it must be. */
function onward(current: Piece[], piece: Piece, room: number): Piece[][] {
  const leading = current.slice(current.findLastIndex(({ leads }) => !leads) + 1);
  const sizes = [piece, ...(piece.smaller ?? [])];
  const together = sizes.find((it) => heightOf([...leading, it]) <= room);
  if (together) return [[...current.splice(current.length - leading.length), together]];
  const alone = sizes.find(({ height }) => height <= room);
  if (alone || !piece.parted) return [[alone ?? piece]];
  const used = heightOf(current);
  if (used > room * FULL) return piece.parted(room, 0).map((part) => [part]);
  const [first, ...others] = piece.parted(room, used);
  if (first) current.push(first);
  return others.map((part) => [part]);
}

function heightOf(pieces: Piece[]): number {
  return pieces.reduce((sum, { height }) => sum + height, 0);
}
