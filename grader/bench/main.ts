import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Table from 'cli-table3';
import { benchAddress } from './address.ts';
import { benchClass } from './class.ts';
import { benchEngine } from './engine.ts';
import { type Figure, met, ratioOf } from './figure.ts';
import { benchGateway } from './gateway.ts';
import { benchGrade } from './grade.ts';
import { benchPortal } from './portal.ts';

const file = join(import.meta.dirname, '..', '..', '.seeka', 'bench.json');

const usage = `npm run bench -- [engine] [address] [gateway] [grade] [class] [portal]

Measures what is named, or all, each figure beside its floor or a peer of the same run;
prints a table and writes .seeka/bench.json. Exits 1 when a goal is missed.
`;

const benches: Record<string, () => Promise<Figure[]>> = {
  engine: benchEngine,
  address: benchAddress,
  gateway: benchGateway,
  grade: benchGrade,
  class: benchClass,
  portal: benchPortal,
};

async function main(names: string[]): Promise<number> {
  if (names.includes('--help')) return say(usage, 0);
  const unknown = names.filter((name) => !(name in benches));
  if (unknown.length > 0) return say(`Unknown: ${unknown.join(', ')}.\n\n${usage}`, 2);
  const figures: Figure[] = [];
  for (const name of names.length > 0 ? names : Object.keys(benches)) {
    process.stderr.write(`measuring ${name} …\n`);
    figures.push(...((await benches[name]?.()) ?? []));
  }
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, `${JSON.stringify(figures, null, 2)}\n`);
  return say(`${tableOf(figures)}\n`, figures.some((figure) => met(figure) === false) ? 1 : 0);
}

function say(text: string, exitCode: number): number {
  process.stdout.write(text);
  return exitCode;
}

function tableOf(figures: Figure[]): string {
  const table = new Table({
    head: ['what', 'measured', 'beside', 'ratio', 'goal', ''],
    style: { head: [], border: [] },
  });
  for (const figure of figures) {
    const { name, measured, unit, beside, goal } = figure;
    const ratio = ratioOf(figure);
    table.push([
      name,
      `${round(measured)} ${unit}`,
      beside ? `${beside.name}: ${round(beside.value)} ${unit}` : '',
      ratio === undefined ? '' : round(ratio),
      goal ? `${goal.at === 'most' ? '≤' : '≥'} ${goal.value}${goal.of === 'ratio' ? ' ×' : ` ${unit}`}` : '',
      { true: 'met', false: 'MISSED', undefined: '' }[String(met(figure))] ?? '',
    ]);
  }
  return table.toString();
}

function round(number: number): string {
  return number >= 100 ? Math.round(number).toLocaleString('en') : number.toPrecision(3);
}

process.exitCode = await main(process.argv.slice(2));
