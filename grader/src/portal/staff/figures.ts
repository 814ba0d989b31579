import { medianOf, tenth } from '../../report/figures.ts';

/** A tenth of the scale, 0 to 100; the last one includes 100. */
export interface Bin {
  from: number;
  to: number;
  count: number;
}

/** How some scores are distributed. */
export interface Summary {
  count: number;
  /** With one decimal; undefined when there is no score. */
  mean: number | undefined;
  median: number | undefined;
  bins: Bin[];
}

const BINS = 10;
const WIDTH = 100 / BINS;

/** Sums up scores from 0 to 100. */
export function summaryOf(scores: number[]): Summary {
  const bins = Array.from({ length: BINS }, (_, at) => ({ from: at * WIDTH, to: (at + 1) * WIDTH, count: 0 }));
  for (const score of scores) {
    const bin = bins[Math.min(BINS - 1, Math.floor(score / WIDTH))];
    if (bin) bin.count += 1;
  }
  const sum = scores.reduce((total, score) => total + score, 0);
  return { count: scores.length, mean: tenth(sum / scores.length), median: medianOf(scores), bins };
}

/** One bar of a chart, in the units of its drawing. */
export interface Bar extends Bin {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A distribution as it is drawn. */
export interface Chart {
  width: number;
  height: number;
  bars: Bar[];
  /** Where the median stands on the scale; absent when there is none. */
  median?: number;
}

const CHART = { width: 400, height: 120, gap: 4 };

/** Draws a distribution: the most frequent bin has the whole height, and one of 1 can still be seen. */
export function chartOf({ bins, median }: Summary): Chart {
  const { width, height, gap } = CHART;
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const step = width / bins.length;
  const bars = bins.map((bin, at) => {
    const tall = bin.count === 0 ? 0 : Math.max(2, Math.round((bin.count / most) * height));
    return { ...bin, x: at * step + gap / 2, y: height - tall, width: step - gap, height: tall };
  });
  return { width, height, bars, ...(median === undefined ? {} : { median: (median / 100) * width }) };
}
