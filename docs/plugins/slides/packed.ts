import { linesOf, type Piece } from './pieces.ts';
import { type Node, textOf } from './tree.ts';

/** The larger type of `Slide.module.css`: so much higher, and so many fewer characters fit on a line. */
const LARGER = (44 / 34) ** 2;

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

/** Whether pieces that fit have room for larger type. */
export function fitsLarger(pieces: Piece[], room: number): boolean {
  return heightOf(pieces.map((piece) => (piece.grows ? { ...piece, height: piece.height * LARGER } : piece))) <= room;
}

/** A piece that no longer fits, on slides of its own: with what leads to it if that is possible, in parts if it must be. */
function onward(current: Piece[], piece: Piece, room: number): Piece[][] {
  const leading = current.slice(current.findLastIndex(({ leads }) => !leads) + 1);
  const sizes = [piece, ...(piece.smaller ?? [])];
  const together = sizes.find((it) => heightOf([...leading, it]) <= room);
  if (together) return [[...current.splice(current.length - leading.length), together]];
  const alone = sizes.find(({ height }) => height <= room);
  return (alone ? [alone] : (piece.parted?.(room) ?? [piece])).map((part) => [part]);
}

function heightOf(pieces: Piece[]): number {
  return pieces.reduce((sum, { height }) => sum + height, 0);
}
