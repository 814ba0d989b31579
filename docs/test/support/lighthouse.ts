import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { chromiumPath } from '../../../grader/src/machine.ts';
import { buildOnce } from './build.ts';
import { compressed } from './compressed.ts';
import { keyPages } from './key-pages.ts';
import { serve } from './site.ts';

// Lighthouse's scores of one page of each kind, as they are built: `npm run lighthouse -w docs`.

/** Of 100, in each category. */
const GOAL = 95;
/** Fetched by npm when it is asked for: a release needs it, and nobody who takes the course does. */
const LIGHTHOUSE = 'lighthouse@13';
/** On a busy machine a page is slow for no fault of its own, so the middle of three runs counts. */
const RUNS = 3;
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];

interface Result {
  categories: Record<string, { score: number; auditRefs: { id: string; weight: number }[] } | undefined>;
  audits: Record<string, { title: string; score: number | null; displayValue?: string } | undefined>;
}

/** Measures all pages, one at a time, and prints a table; the exit code. */
async function main(): Promise<number> {
  buildOnce();
  await using opened = new AsyncDisposableStack();
  const origin = await serve(opened, [compressed()]);
  let lowest = 100;
  print(['', ...CATEGORIES]);
  for (const [name, path] of Object.entries(keyPages)) {
    const results: Result[] = [];
    for (let run = 0; run < RUNS; run += 1) results.push(await measure(origin + path));
    const scores = CATEGORIES.map((category) => middle(results.map((it) => scoreOf(it, category))));
    print([name, ...scores.map(String)]);
    if (Math.min(...scores) < GOAL) for (const line of lost(results[0])) process.stdout.write(`    ${line}\n`);
    lowest = Math.min(lowest, ...scores);
  }
  return lowest < GOAL ? 1 : 0;
}

async function measure(url: string): Promise<Result> {
  const flags = ['--quiet', '--output=json', '--chrome-flags=--headless=new --no-sandbox'];
  const words = ['exec', '--yes', `--package=${LIGHTHOUSE}`, '--', 'lighthouse', url, ...flags];
  const env = { ...process.env, CHROME_PATH: chromiumPath() };
  // A result is some 2 MB of JSON.
  const { stdout } = await promisify(execFile)('npm', words, { env, cwd: tmpdir(), maxBuffer: 50_000_000 });
  return JSON.parse(stdout) as Result;
}

function scoreOf({ categories }: Result, category: string): number {
  return Math.round(100 * (categories[category]?.score ?? 0));
}

function middle(numbers: number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
}

/** What cost a page points, in its first run. */
function lost(result: Result | undefined): string[] {
  const counted = CATEGORIES.flatMap((category) => result?.categories[category]?.auditRefs ?? []);
  return counted.flatMap(({ id, weight }) => {
    const { title, score, displayValue = '' } = result?.audits[id] ?? { title: id, score: null };
    return weight > 0 && score !== null && score < 0.9 ? [`${id} ${score}: ${title} ${displayValue}`] : [];
  });
}

function print(cells: string[]): void {
  process.stdout.write(`${cells.map((cell) => cell.padEnd(16)).join('')}\n`);
}

process.exitCode = await main();
