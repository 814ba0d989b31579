import { handoutFigure } from '../generate/seeka/handout-figure.ts';
import type { Layout } from '../generate/seeka/layout.ts';
import { drawMap } from '../generate/seeka/map.ts';
import { readSeeka } from '../generate/seeka/model.ts';
import { exportsOf } from '../generate/seeka/service-page.ts';
import type { Box, Point } from '../generate/seeka/svg.ts';
import { tall } from '../generate/seeka/tall.ts';
import { wide } from '../generate/seeka/wide.ts';
import { read } from '../generate/source.ts';

const seeka = readSeeka();

for (const layer of seeka.layers) {
  test(`the system figure of ${layer.lab} is the one that parts.yaml makes; else run "npm run figures -w docs"`, () => {
    expect(read(`labs/${layer.lab}/figures/seeka.svg`)).toBe(handoutFigure(seeka, layer));
  });
}

for (const layout of [wide(seeka), tall(seeka)]) {
  test(`no line of the ${layout.name} map runs through a part`, () => {
    const calls = seeka.parts.flatMap(({ id, calls }) => Object.keys(calls).map((to) => layout.call(id, to)));
    const wires = Object.keys(layout.boxes)
      .filter(isInRow)
      .map((part) => layout.wire(part));
    const crossing = [...calls, ...wires].filter((points) => crossedBy(layout, points).length > 0);
    expect(calls.length + wires.length).toBeGreaterThan(25);
    expect(crossing).toEqual([]);
  });
}

test('a declaration that speaks of what is not there stops the build', () => {
  const text = read('docs/content/seeka/parts.yaml');
  expect(() => readSeeka(text.replace('hears: [profile.removed]', 'hears: [profile.gone]'))).toThrow(
    'there is no sender of profile.gone',
  );
  expect(() => readSeeka(text.replace('services: [profile]', 'services: [profil]'))).toThrow(
    'there is no service profil',
  );
});

test('a lit part is the current page, its neighbours are lit, and the rest is not', () => {
  const drawn = drawMap(
    seeka,
    seeka.parts.find(({ id }) => id === 'promotion'),
  );
  const [one = ''] = drawn.split('</svg>');
  const standing = (is: string) =>
    [...one.matchAll(new RegExp(`/seeka/(\\w+)"[^>]*data-is="${is}"`, 'g'))].map(([, id]) => id);
  expect(standing('this')).toEqual(['promotion']);
  expect(standing('near')).toEqual(['catalogue', 'background', 'placement']);
});

test('of a file everything that it exports is told, with the first sentence of its docstring', () => {
  expect(exportsOf('services/gateway/src/table.ts').slice(0, 2)).toEqual([
    { name: 'Neighbour', says: 'What stands behind the gateway.' },
    { name: 'Row', says: 'One (verb, path) and who answers it.' },
  ]);
  expect(exportsOf('labs/01-address/src/server.ts')).toEqual([{ says: expect.stringContaining('SIGTERM') }]);
});

function isInRow(id: string): boolean {
  return !['environment', 'events'].includes(id);
}

/** Parts that a line runs through, its ends apart. */
function crossedBy({ boxes }: Layout, points: Point[]): string[] {
  const legs = points.slice(1).map((to, at) => [points[at] as Point, to] as const);
  return Object.keys(boxes).filter((id) => legs.some(([from, to]) => runsThrough(boxes[id] as Box, from, to)));
}

function runsThrough({ x, y, width, height }: Box, [fromX, fromY]: Point, [toX, toY]: Point): boolean {
  const beside = Math.max(fromX, toX) <= x || Math.min(fromX, toX) >= x + width;
  const above = Math.max(fromY, toY) <= y || Math.min(fromY, toY) >= y + height;
  return !beside && !above;
}
