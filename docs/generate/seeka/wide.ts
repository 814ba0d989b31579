import { boxOf, foot, type Layout, middle } from './layout.ts';
import type { Seeka } from './model.ts';
import type { Box, Point } from './svg.ts';

const WIDTH = 736;
const MARGIN = 22;
const GUTTER = 28;
const BOX = { width: 152, height: 72 };
const TOPS = [134, 274, 404];
const VISITORS = ['viewers', 'providers', 'other sites'];

/** Four columns, in rows; calls run between the rows, events in the gutters. */
export function wide({ rows }: Seeka): Layout {
  const boxes: Record<string, Box> = {
    environment: { x: 2, y: 36, width: WIDTH - 4, height: 56 },
    events: { x: 2, y: 506, width: WIDTH - 4, height: 56 },
    ...Object.fromEntries(
      rows.flatMap((row, at) => row.parts.map((id, column) => [id, { x: columnX(column), y: TOPS[at] ?? 0, ...BOX }])),
    ),
  };
  return {
    ...{ name: 'wide', width: WIDTH, height: 564, boxes },
    titles: rows.map(({ title }, at) => ({ at: [MARGIN, (TOPS[at] ?? 0) - 12], text: title })),
    visitors: VISITORS.map((text, at) => ({ at: [gutterX(at), 12], text })),
    call: (from, to) => callRoute(from, boxOf(boxes, from), boxOf(boxes, to)),
    wire: (part) => wireRoute(boxOf(boxes, part), boxOf(boxes, 'events').y),
  };
}

function columnX(column: number): number {
  return MARGIN + column * (BOX.width + GUTTER);
}

/** The middle of the gutter right of a column. */
function gutterX(column: number): number {
  return columnX(column) + BOX.width + GUTTER / 2;
}

function callRoute(from: string, start: Box, end: Box): Point[] {
  if (from === 'environment') return throughMargin(start, end);
  if (start.y === end.y) return besides(start, end);
  const down = start.y < end.y;
  const [leaves, enters] = down ? [foot(start), end.y] : [start.y, foot(end)];
  if (start.x === end.x) return [inColumn(start, leaves), inColumn(end, enters)];
  // Two lanes between the rows, so that the calls of two targets do not lie on one another.
  const lane = down ? leaves + (columnOf(end) === 1 ? 14 : 28) : leaves - 40;
  const x = middle(start) + exit(start, end);
  return [[x, leaves], [x, lane], [middle(end), lane], inColumn(end, enters)];
}

function inColumn(box: Box, y: number): Point {
  return [middle(box), y];
}

function columnOf({ x }: Box): number {
  return (x - MARGIN) / (BOX.width + GUTTER);
}

/** How far from the middle a call leaves its box, towards where it goes. */
function exit(start: Box, end: Box): number {
  const steps = columnOf(end) - columnOf(start);
  return start.y < end.y ? (columnOf(end) === 1 ? -16 : 16) : 16 * Math.sign(steps);
}

/** Down the margin that is nearer, and in from the side. */
function throughMargin(start: Box, end: Box): Point[] {
  const left = middle(end) < WIDTH / 2;
  const x = left ? MARGIN / 2 + 2 : WIDTH - MARGIN / 2 - 2;
  const y = end.y + end.height / 2;
  return [
    [x, foot(start)],
    [x, y],
    [left ? end.x : end.x + end.width, y],
  ];
}

function besides(start: Box, end: Box): Point[] {
  const y = start.y + 24;
  return start.x < end.x
    ? [
        [start.x + start.width, y],
        [end.x, y],
      ]
    : [
        [start.x, y],
        [end.x + end.width, y],
      ];
}

function wireRoute(box: Box, bar: number): Point[] {
  const column = columnOf(box);
  if (box.y === TOPS.at(-1))
    return [
      [middle(box), foot(box)],
      [middle(box), bar],
    ];
  const x = gutterX(Math.min(column, 2));
  const y = foot(box) - 16;
  return [
    [column < 3 ? box.x + box.width : box.x, y],
    [x, y],
    [x, bar],
  ];
}
