import { boxOf, foot, type Layout } from './layout.ts';
import type { Seeka } from './model.ts';
import type { Box, Point } from './svg.ts';

const WIDTH = 358;
const BOX = { x: 52, width: 272, height: 54 };
const STEP = BOX.height + 10;
const RAILS: Record<string, number> = { registration: 10, tenants: 19, profile: 28, catalogue: 38 };

/** One column for a phone; calls run on rails left of it, events on one at its right. */
export function tall({ rows, parts }: Seeka): Layout {
  const boxes: Record<string, Box> = { environment: { x: 2, y: 34, width: WIDTH - 4, height: 56 } };
  const titles: Layout['titles'] = [];
  let y = 90;
  for (const row of rows) {
    titles.push({ at: [BOX.x, y + 28], text: row.title });
    for (const [at, id] of row.parts.entries()) boxes[id] = { ...BOX, y: y + 40 + at * STEP };
    y += 30 + row.parts.length * STEP;
  }
  boxes.events = { x: 2, y: y + 22, width: WIDTH - 4, height: 56 };
  return {
    ...{ name: 'tall', width: WIDTH, height: foot(boxes.events) + 2, boxes, titles },
    visitors: [{ at: [WIDTH / 2, 12], text: 'viewers, providers, other sites' }],
    call: (from, to) => callRoute(boxOf(boxes, from), boxOf(boxes, to), RAILS[to] ?? 0, callAt(parts, from, to)),
    wire: (part) => wireRoute(boxOf(boxes, part), boxOf(boxes, 'events').y),
  };
}

/** Which of its calls it is: each leaves its box at a height of its own. */
function callAt(parts: Seeka['parts'], from: string, to: string): number {
  return Object.keys(parts.find(({ id }) => id === from)?.calls ?? {}).indexOf(to);
}

function callRoute(start: Box, end: Box, rail: number, index: number): Point[] {
  const into: Point[] = [
    [rail, end.y + 41],
    [end.x, end.y + 41],
  ];
  if (start.x < rail) return [[rail, foot(start)], ...into];
  const y = start.y + 13 + index * 12;
  return [[start.x, y], [rail, y], ...into];
}

function wireRoute(box: Box, bar: number): Point[] {
  const [x, y] = [WIDTH - 16, box.y + box.height / 2];
  return [
    [box.x + box.width, y],
    [x, y],
    [x, bar],
  ];
}
