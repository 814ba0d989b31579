import { foot, middle } from './layout.ts';
import { byId, type Seeka } from './model.ts';
import { arrow, type Box, type Point, rect, words } from './svg.ts';

/** What a figure of the course's services shows. */
export interface View {
  width: number;
  /** The last lab whose services are there; all of them without it. */
  lab?: string;
  /** Services that are lit, and the calls that come with them. */
  lit: string[];
}

const HEIGHT = 292;
const ROW = { y: 126, height: 50 };
const BELOW = { y: 226, height: 50 };
const LANE = 202;

/** The course's services as the labs bring them, one column for each. The inside of an SVG, `HEIGHT` high. */
export function courseFigure(seeka: Seeka, view: View): string {
  const boxes = places(seeka, view.width);
  const there = servicesBy(seeka, view.lab);
  const shown = [...boxes.keys()].filter((id) => there.includes(id));
  const asked = seeka.services.flatMap(({ id, asks }) => Object.keys(asks).map((to) => [id, to] as const));
  const calls = asked.filter((ends) => ends.every((end) => shown.includes(end)));
  const isLit = (ends: readonly string[]) => ends.some((end) => view.lit.includes(end));
  return [
    `<rect class="ground" width="${view.width}" height="${HEIGHT}" rx="10"/>`,
    ...passedOn(boxes, shown, view),
    ...calls.map((ends) => arrow(`ask${isLit(ends) ? ' new' : ''}`, callRoute(boxes, ends))),
    rect('box', client(view.width)),
    words('mid', [view.width / 2, 34], 'clients'),
    ...[...boxes].map(([id, place]) => service(seeka, id, place, kindOf(id, there, view.lit))),
  ].join('\n');
}

/** The size of a figure of that width. */
export function sizeOf({ width }: View): string {
  return `viewBox="0 0 ${width} ${HEIGHT}" width="${width}" height="${HEIGHT}"`;
}

/** Services that are there when this lab is done. */
export function servicesBy({ layers }: Seeka, lab = layers.at(-1)?.lab): string[] {
  const last = layers.findIndex((layer) => layer.lab === lab);
  return ['gateway', ...layers.slice(0, last + 1).flatMap(({ brings }) => brings)];
}

/** The first service that a lab brings has its column; what else it brings stands below. */
function places({ layers }: Seeka, width: number): Map<string, Box> {
  const [margin, gutter] = width < 400 ? [6, 13] : [16, 20];
  const column = (width - 2 * margin - (layers.length - 1) * gutter) / layers.length;
  const x = (at: number) => margin + at * (column + gutter);
  return new Map([
    ['gateway', { x: margin, y: 64, width: width - 2 * margin, height: 36 }],
    ...layers.flatMap(({ brings }, at) =>
      brings.map((id, below): [string, Box] => [id, { x: x(at), width: column, ...(below ? BELOW : ROW) }]),
    ),
  ]);
}

function client(width: number): Box {
  return { x: width / 2 - 50, y: 14, width: 100, height: 30 };
}

function passedOn(boxes: Map<string, Box>, shown: string[], { width, lit }: View): string[] {
  const gateway = placeOf(boxes, 'gateway');
  const inRow = shown.filter((id) => placeOf(boxes, id).y === ROW.y);
  return [
    arrow('line', [
      [width / 2, foot(client(width))],
      [width / 2, gateway.y],
    ]),
    ...inRow.map((id) => {
      const x = middle(placeOf(boxes, id)) - 12;
      return arrow(lit.includes(id) ? 'line new' : 'line', [
        [x, foot(gateway)],
        [x, ROW.y],
      ]);
    }),
  ];
}

function placeOf(boxes: Map<string, Box>, id: string): Box {
  const place = boxes.get(id);
  if (!place) throw new Error(`The figure has no place for ${id}`);
  return place;
}

function callRoute(boxes: Map<string, Box>, [from, to]: readonly [string, string]): Point[] {
  const [start, end] = [placeOf(boxes, from), placeOf(boxes, to)];
  const y = ROW.y + ROW.height / 2;
  const beside = start.x - end.x < 1.5 * (start.width + 20);
  if (from === 'gateway') return straight(middle(end) + 12, foot(start), end.y);
  if (end.y === BELOW.y) return straight(middle(start), foot(start), end.y);
  if (beside)
    return [
      [start.x, y],
      [end.x + end.width, y],
    ];
  return [
    [middle(start), foot(start)],
    [middle(start), LANE],
    [middle(end) + 16, LANE],
    [middle(end) + 16, foot(end)],
  ];
}

function straight(x: number, from: number, to: number): Point[] {
  return [
    [x, from],
    [x, to],
  ];
}

function kindOf(id: string, there: string[], lit: string[]): string {
  if (lit.includes(id)) return 'lit';
  return there.includes(id) ? 'box' : 'later';
}

function service(seeka: Seeka, id: string, place: Box, kind: string): string {
  const { title, lab } = byId(seeka.services, id);
  const x = middle(place);
  const text = kind === 'later' ? 'mid soft' : 'mid strong';
  if (id === 'gateway') return rect(kind, place) + words(text, [x, place.y + 23], title);
  const [first = '', second = ''] = lab ? [title, `Lab ${lab.slice(0, 2)}`] : title.split(' ');
  const lower = lab ? 'mid soft' : text.replace('strong', 'small');
  return (
    rect(kind, place) + words(lab ? text : lower, [x, place.y + 22], first) + words(lower, [x, place.y + 40], second)
  );
}
