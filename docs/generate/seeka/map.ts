import type { Layout } from './layout.ts';
import { boxOf, foot } from './layout.ts';
import { callersOf, eventNeighbours, type Part, type Seeka } from './model.ts';
import { arrow, type Box, head, line, type Point, rect, words } from './svg.ts';
import { tall } from './tall.ts';
import { wide } from './wide.ts';

/** The figure of all parts, each a link; with a part lit, its neighbours and the ways to them are lit too. */
export function drawMap(seeka: Seeka, lit?: Part): string {
  const drawings = [wide(seeka), tall(seeka)].map((layout) => drawing(seeka, layout, lit));
  return `<figure class="map"${lit ? ' data-lit' : ''}>\n${drawings.join('\n')}\n<figcaption>\n${legend(lit)}\n</figcaption>\n</figure>`;
}

function drawing(seeka: Seeka, layout: Layout, lit?: Part): string {
  const label = lit ? `Parts of Seeka, with the neighbours of: ${lit.title}` : 'Parts of Seeka';
  const size = `viewBox="0 0 ${layout.width} ${layout.height}" width="${layout.width}" height="${layout.height}"`;
  const shapes = [
    ...layout.visitors.map(({ at, text }) => visitor(at, text, boxOf(layout.boxes, 'environment'))),
    ...layout.titles.map(({ at, text }) => words('row', at, text)),
    // What is lit is drawn over what is not.
    ...[...wires(seeka, layout, lit), ...calls(seeka, layout, lit)].sort((one, other) => one.over - other.over),
    ...seeka.parts.map((part) => box(part, boxOf(layout.boxes, part.id), standing(seeka, part, lit), layout)),
    events(layout, lit),
  ];
  const text = shapes.map((shape) => (typeof shape === 'string' ? shape : shape.svg)).join('\n');
  return `<svg class="${layout.name}" ${size} role="group" aria-label="${label}">\n${text}\n</svg>`;
}

interface Drawn {
  svg: string;
  over: number;
}

function visitor([x, y]: Point, text: string, { y: top }: Box): string {
  return `${words('visitor', [x, y], text)}${arrow('call', [
    [x, y + 6],
    [x, top],
  ])}`;
}

function calls({ parts }: Seeka, layout: Layout, lit?: Part): Drawn[] {
  return parts.flatMap(({ id, calls }) =>
    Object.keys(calls).map((to) => {
      const isLit = lit !== undefined && [id, to].includes(lit.id);
      return { svg: arrow(isLit ? 'call lit' : 'call', layout.call(id, to)), over: isLit ? 2 : 1 };
    }),
  );
}

function wires(seeka: Seeka, layout: Layout, lit?: Part): Drawn[] {
  const { hearing, sending } = lit ? eventNeighbours(seeka, lit) : { hearing: [], sending: [] };
  const wired = seeka.parts.filter(({ sends, hears }) => sends.length + hears.length > 0);
  const ways = wired.map((part) => ({
    points: layout.wire(part.id),
    sends: part === lit ? part.sends.length > 0 : sending.includes(part),
    hears: part === lit ? part.hears.length > 0 : hearing.includes(part),
  }));
  const isLit = ({ sends, hears }: (typeof ways)[number]) => sends || hears;
  const quiet = onceEach(ways.map(({ points }) => points)).map((points) => ({ svg: line('event', points), over: 0 }));
  const bright = onceEach(ways.filter(isLit).map(({ points }) => points));
  const heads = ways.filter(isLit).map(({ points, sends, hears }) => {
    const both = [sends ? head('event lit', points) : '', hears ? head('event lit', points.toReversed()) : ''];
    return { svg: both.join(''), over: 3 };
  });
  return [
    ...quiet,
    ...bright.map((points) => ({ svg: line('casing', points) + line('event lit', points), over: 2 })),
    ...heads,
  ];
}

/** Where several run down one line, the longest is drawn whole, the others until they meet it: dots would blur. */
function onceEach(ways: Point[][]): Point[][] {
  const longest = new Map<number, Point[]>();
  for (const points of ways) {
    const [x] = points.at(-1) as Point;
    const other = longest.get(x);
    if (!other || (points[0] as Point)[1] < (other[0] as Point)[1]) longest.set(x, points);
  }
  return ways.map((points) => {
    const [x, y] = points.at(-2) as Point;
    return longest.get(x) === points || points.length < 3 ? points : [points[0] as Point, [x, y]];
  });
}

/** The bar that events travel on: no part, so no link but to where the page speaks of it. */
function events({ boxes, name }: Layout, lit?: Part): string {
  const bar = boxOf(boxes, 'events');
  const isLit = lit && lit.sends.length + lit.hears.length > 0;
  const text =
    name === 'wide' ? 'Events: what has happened, told to whoever listens' : 'Events, told to whoever listens';
  return `<a class="part" href="/seeka#events" data-state="designed" data-events data-is="${isLit ? 'near' : 'far'}">${rect('box', bar)}${labels(bar, { title: text, state: 'designed', indent: 20 })}</a>`;
}

type Standing = 'this' | 'near' | 'far';

function standing(seeka: Seeka, part: Part, lit?: Part): Standing {
  if (!lit) return 'far';
  if (part === lit) return 'this';
  const { hearing, sending } = eventNeighbours(seeka, lit);
  const near = part.id in lit.calls || [...callersOf(seeka, lit), ...hearing, ...sending].includes(part);
  return near ? 'near' : 'far';
}

function box(part: Part, place: Box, is: Standing, { name }: Layout): string {
  const isBar = part.bar !== undefined;
  const indent = isBar ? 20 : 12;
  const at: Point = name === 'wide' ? [place.x + indent, place.y + 43] : [place.x + place.width - 12, place.y + 22];
  const uri = isBar ? '' : words('uri', at, part.uri);
  const texts = labels(place, { title: part.bar ?? part.short, uri, state: part.here ?? 'designed', indent });
  const current = is === 'this' ? ' aria-current="page"' : '';
  return `<a class="part" href="/seeka/${part.id}" data-state="${part.here ? 'runs' : 'designed'}" data-is="${is}"${current}>${rect('box', place)}${texts}</a>`;
}

interface Texts {
  title: string;
  uri?: string;
  state: string;
  indent: number;
}

/** With blanks between, for they are the link's name. */
function labels(place: Box, { title, uri = '', state, indent }: Texts): string {
  const roomy = place.height > 60;
  const [x, y] = [place.x + indent, foot(place) - (roomy ? 11 : 13)];
  const dot = `<circle class="dot" cx="${x + 4}" cy="${y - 4}" r="4"/>`;
  return [words('name', [x, place.y + (roomy ? 25 : 23)], title), uri, dot, words('state', [x + 15, y], state)].join(
    ' ',
  );
}

function legend(lit?: Part): string {
  const items = [
    ['runs', 'runs, at least in part'],
    ['designed', 'designed only'],
    ['call', 'calls'],
    ['event', 'events'],
  ].map(([kind, text]) => `<li data-key="${kind}">${text}</li>`);
  if (lit) items.unshift('<li data-key="this">this part</li>', '<li data-key="near">a neighbour</li>');
  return `<ul class="map-key">\n${items.join('\n')}\n</ul>`;
}
