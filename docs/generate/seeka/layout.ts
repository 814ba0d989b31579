import type { Box, Point } from './svg.ts';

/** Where everything of the map is: it is drawn twice, wide and tall. */
export interface Layout {
  name: 'wide' | 'tall';
  width: number;
  height: number;
  /** By id of the part; `events` is the bar that events travel on. */
  boxes: Record<string, Box>;
  titles: { at: Point; text: string }[];
  /** Who comes from outside. */
  visitors: { at: Point; text: string }[];
  call(from: string, to: string): Point[];
  /** From a part to the bar of events. */
  wire(part: string): Point[];
}

/** One of the layout's boxes. */
export function boxOf(boxes: Record<string, Box>, id: string): Box {
  const box = boxes[id];
  if (!box) throw new Error(`The map has no place for ${id}`);
  return box;
}

/** The x of a box's middle. */
export function middle({ x, width }: Box): number {
  return x + width / 2;
}

/** The y of a box's lower edge. */
export function foot({ y, height }: Box): number {
  return y + height;
}
