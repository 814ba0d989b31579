/** One measured figure beside its floor or its peer of the same run. */
export interface Figure {
  name: string;
  measured: number;
  unit: string;
  /** What it is held against, measured in the same run. */
  beside: { name: string; value: number } | undefined;
  goal: { at: 'most' | 'least'; value: number; of: 'measured' | 'ratio' } | undefined;
}

/** measured ÷ beside; undefined when it stands alone. */
export function ratioOf({ measured, beside }: Figure): number | undefined {
  return beside ? measured / beside.value : undefined;
}

/** Whether the goal is met; undefined when there is none. */
export function met(figure: Figure): boolean | undefined {
  const { goal } = figure;
  if (!goal) return undefined;
  const value = goal.of === 'ratio' ? (ratioOf(figure) ?? Number.NaN) : figure.measured;
  return goal.at === 'most' ? value <= goal.value : value >= goal.value;
}

export function median(numbers: number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Medians of several kinds of work, measured in turns so that the machine's moods fall on all alike. */
export async function inTurns(rounds: number, works: (() => Promise<number>)[]): Promise<number[]> {
  const figures: number[][] = works.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, work] of works.entries()) figures[index]?.push(await work());
  }
  return figures.map(median);
}
