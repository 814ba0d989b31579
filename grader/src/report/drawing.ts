import { labelOf, type Sequence, type Step } from './sequence.ts';

/** A sequence diagram in pixels: what the page draws, and where. */
export interface Drawing {
  width: number;
  height: number;
  heads: { x: number; width: number; name: string }[];
  /** While somebody is busy with a call. */
  bars: { x: number; y: number; height: number }[];
  arrows: Arrow[];
}

export interface Arrow {
  kind: Step['kind'];
  /** For the colour: what was asked, what came, what was played, what is wrong. */
  tone: 'plain' | 'played' | 'failing';
  y: number;
  from: number;
  to: number;
  label: { x: number; text: string };
  time: string;
  /** The whole path. */
  title: string;
}

/** Of the card on a wide screen; narrower ones scroll. */
const ROOM = 860;
const HEAD_HEIGHT = 46;
const ROW = 32;
/** The times stand left of the first lifeline. */
const LEFT = 92;
const RIGHT = 58;
/** Between neighbours: arrows to the farther ones bear their labels in the gap beside the service. */
const NARROW = 112;
const [LEAST, MOST] = [224, 330];
/** Of a letter at 12 px. */
const LETTER = 7.25;

/** Lays a sequence out. */
export function drawingOf({ lifelines, steps }: Sequence): Drawing {
  const places = placesOf(lifelines.length);
  const yOf = (row: number) => HEAD_HEIGHT + ROW * (row + 0.85);
  return {
    width: (places.at(-1) ?? 0) + RIGHT,
    height: yOf(steps.length),
    heads: lifelines.map((name, at) => ({ x: places[at] ?? 0, width: name.length * LETTER + 24, name })),
    bars: barsOf(steps, places, yOf),
    arrows: steps.map((step, row) => arrowOf(step, places, yOf(row))),
  };
}

function placesOf(lifelines: number): number[] {
  const narrow = NARROW * (lifelines - 3);
  const wide = Math.min(MOST, Math.max(LEAST, (ROOM - LEFT - RIGHT - narrow) / 2));
  return Array.from({ length: lifelines }, (_, at) => LEFT + wide * Math.min(at, 2) + NARROW * Math.max(0, at - 2));
}

function barsOf(steps: Step[], places: number[], yOf: (row: number) => number): Drawing['bars'] {
  return steps.flatMap(({ kind, call, to }, row) => {
    const end = steps.findIndex((step) => step.kind !== 'call' && step.call === call);
    return kind === 'call' && end > row ? [{ x: places[to] ?? 0, y: yOf(row), height: yOf(end) - yOf(row) }] : [];
  });
}

function arrowOf(step: Step, places: number[], y: number): Arrow {
  const [from = 0, to = 0] = [places[step.from], places[step.to]];
  const left = Math.min(step.from, step.to);
  const [start = 0, next = 0] = [places[left], places[left + 1]];
  const text = labelOf(step, Math.floor((next - start - 32) / LETTER));
  const { method, path } = step.call;
  const tone = step.wanted ? 'failing' : step.kind === 'silence' || isPlayed(step) ? 'played' : 'plain';
  const time = step.at === undefined ? '' : String(Math.round(step.at));
  return {
    kind: step.kind,
    tone,
    y,
    from,
    to,
    label: { x: (start + next) / 2, text },
    time,
    title: `${method} ${path}`,
  };
}

function isPlayed({ kind, call }: Step): boolean {
  return kind === 'answer' && call.fault !== undefined;
}
