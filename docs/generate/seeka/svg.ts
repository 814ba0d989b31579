/** A place in a drawing. */
export type Point = [x: number, y: number];

/** A rectangle of a drawing. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A line through these points, with round corners. */
export function line(kind: string, points: Point[]): string {
  return `<path class="${kind}" d="${rounded(points)}"/>`;
}

/** A line that ends in an arrow head. */
export function arrow(kind: string, points: Point[]): string {
  return `${line(kind, points)}${head(kind, points)}`;
}

/** The head of an arrow along the last of these points. */
export function head(kind: string, points: Point[]): string {
  const [from, to] = points.slice(-2) as [Point, Point];
  const [dx, dy] = direction(from, to);
  const [x, y] = [to[0] - 8 * dx, to[1] - 8 * dy];
  const path = `M${to.join(' ')}L${x - 4.5 * dy} ${y + 4.5 * dx} ${x + 4.5 * dy} ${y - 4.5 * dx}z`;
  return `<path class="head ${kind}" d="${path}"/>`;
}

const RADIUS = 7;

function rounded(points: Point[]): string {
  const inner = points.slice(1, -1).map((corner, at) => {
    const [before, after] = [points[at] as Point, points[at + 2] as Point];
    return `L${towards(corner, before)}Q${corner.join(' ')} ${towards(corner, after)}`;
  });
  return `M${points[0]?.join(' ')}${inner.join('')}L${points.at(-1)?.join(' ')}`;
}

/** The point on the way from a corner to its neighbour where the curve begins or ends. */
function towards(corner: Point, other: Point): string {
  const [dx, dy] = direction(corner, other);
  const half = (Math.abs(other[0] - corner[0]) + Math.abs(other[1] - corner[1])) / 2;
  const radius = Math.min(RADIUS, half);
  return `${corner[0] + radius * dx} ${corner[1] + radius * dy}`;
}

/** Lines run along the axes. */
function direction(from: Point, to: Point): Point {
  return [Math.sign(to[0] - from[0]), Math.sign(to[1] - from[1])];
}

/** A rectangle with round corners. */
export function rect(kind: string, { x, y, width, height }: Box): string {
  return `<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/>`;
}

/** One line of text. */
export function words(kind: string, [x, y]: Point, text: string): string {
  return `<text class="${kind}" x="${x}" y="${y}">${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`;
}
