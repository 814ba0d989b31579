import type { Outcome } from '../types.ts';
import { labelOf, type Sequence, type Step, sequenceOf } from './sequence.ts';
import type { Page } from './terminal.ts';

const INDENT = '     ';
/** The failure is about the last of them; the page has all. */
const STEPS_SHOWN = 22;
/** Room for a time of 99,999 ms and two blanks. */
const TIME_WIDTH = 7;
/** Between the client and the service, and between the service and its first neighbour. */
const WIDEST = 42;

/** A failed check's calls as a sequence diagram. */
export function sequenceLines(outcome: Outcome, { colours, width }: Page): string[] {
  const sequence = sequenceOf(outcome);
  if (!sequence) return [];
  const { lifelines, steps } = sequence;
  const places = placesOf(sequence, width - INDENT.length - TIME_WIDTH);
  const left = steps.length - STEPS_SHOWN;
  const more = left > 0 ? [`${INDENT}${colours.dim(`… and ${left} before; --html shows them`)}`] : [];
  const heads = lifelines.reduce((line, name, at) => line.padEnd(places[at] ?? 0) + name, '');
  return [
    `${INDENT}${colours.cyan('who called whom, at which ms:')}`,
    `${INDENT}${' '.repeat(TIME_WIDTH)}${heads}`,
    ...more,
    ...steps.slice(-STEPS_SHOWN).map((step) => `${INDENT}${timeOf(step)}${rowOf(step, places, colours)}`),
  ];
}

/** The column of each lifeline. Arrows to farther neighbours run over the nearer ones, so that these need less room. */
function placesOf({ lifelines }: Sequence, width: number): number[] {
  const gaps = lifelines.slice(2, -1).map((name) => Math.max(10, name.length + 2));
  const last = lifelines.at(-1)?.length ?? 0;
  const rest = width - last - gaps.reduce((sum, gap) => sum + gap, 0);
  const wide = Math.min(WIDEST, Math.floor(rest / 2));
  const all = [wide, wide, ...gaps];
  return lifelines.map((_, at) => all.slice(0, at).reduce((sum, gap) => sum + gap, 0));
}

function timeOf({ at }: Step): string {
  const time = at === undefined ? '' : String(Math.round(at));
  return `${time.padStart(TIME_WIDTH - 2)}  `;
}

function rowOf(step: Step, places: number[], colours: Page['colours']): string {
  const [start = 0, end = 0] = [step.from, step.to].sort((one, other) => one - other).map((it) => places[it]);
  const before = lifelinesBetween(places, 0, start);
  const after = lifelinesBetween(places, end + 1, (places.at(-1) ?? 0) + 1);
  return `${colours.dim(`${before}│`)}${arrowOf(step, end - start - 1, colours)}${colours.dim(`│${after}`)}`.trimEnd();
}

function lifelinesBetween(places: number[], start: number, end: number): string {
  return Array.from({ length: end - start }, (_, at) => (places.includes(start + at) ? '│' : ' ')).join('');
}

/** `── GET /addresses/a7 ──▶`, `◀─── 200 ──`, `×── no answer, hung ──`. */
function arrowOf(step: Step, length: number, colours: Page['colours']): string {
  const label = labelOf(step, length - 5);
  const line = '─'.repeat(Math.max(0, length - [...label].length - 5));
  if (step.kind === 'call') return `${colours.dim('──')} ${label} ${colours.dim(`${line}▶`)}`;
  const told = colourOf(step, colours)(label);
  const head = step.kind === 'silence' ? '×' : '◀';
  return `${colours.dim(`${head}${line}`)} ${told} ${colours.dim('──')}`;
}

function colourOf({ wanted, kind, call }: Step, colours: Page['colours']): (text: string) => string {
  if (wanted) return colours.red;
  return kind === 'silence' || call.fault ? colours.yellow : String;
}
