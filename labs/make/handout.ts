import { join } from 'node:path';
import { parse } from 'yaml';
import { contractPart } from './contract-part.ts';
import { type Files, readFiles } from './files.ts';
import type { Lab } from './lab.ts';
import { LabError } from './marks.ts';

const HANDOUT = 'README.md';

type Hints = Record<string, string[]>;

/** The handout with its generated parts filled; no file when the lab has none yet. */
export async function filledHandout(lab: Lab): Promise<Files> {
  const files = await readFiles(lab.folder, [HANDOUT, 'hints.yaml']);
  const text = files.get(HANDOUT);
  if (text === undefined) return new Map();
  const hints = (parse(files.get('hints.yaml') ?? '') ?? {}) as Hints;
  const contract = await contractPart(join(lab.solution, 'openapi.yaml'));
  const path = join('labs', lab.id, HANDOUT);
  return new Map([[HANDOUT, fillParts({ path, text }, (name) => partOf(name, { lab, hints, contract }))]]);
}

/**
 * Replaces what stands between `<!-- generated:NAME -->` and `<!-- /generated -->`, each on a line of its own.
 * @param make gives a part, undefined for an unknown name.
 * @throws LabError that names file and line.
 */
export function fillParts(
  { path, text }: { path: string; text: string },
  make: (name: string) => string | undefined,
): string {
  const lines = text.split('\n');
  const filled: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const name = nameOf(lines[at]);
    filled.push(lines[at] as string);
    if (name === undefined) continue;
    const part = make(name);
    const end = lines.findIndex((line, index) => index > at && (line === END || nameOf(line) !== undefined));
    if (part === undefined) throw new LabError(`${path}:${at + 1}: there is no part "${name}"`);
    if (lines[end] !== END) throw new LabError(`${path}:${at + 1}: "${END}" is missing`);
    filled.push('', ...part.trim().split('\n'), '', END);
    at = end;
  }
  return filled.join('\n');
}

const END = '<!-- /generated -->';

function nameOf(line = ''): string | undefined {
  return /^<!-- generated:(.+) -->$/.exec(line)?.[1];
}

/** `contract`, `checkpoints-table`, `hints`, or some sets of hints: `hints:etag,races`. */
function partOf(name: string, { lab, hints, contract }: { lab: Lab; hints: Hints; contract: string }) {
  if (name === 'contract') return contract;
  if (name === 'checkpoints-table') return checkpointsTable(lab);
  if (name === 'hints') return hintsPart(hints, Object.keys(hints));
  return name.startsWith('hints:') ? hintsPart(hints, name.slice('hints:'.length).split(',')) : undefined;
}

function checkpointsTable({ checkpoints }: Lab): string {
  const rows = checkpoints.map(({ id, title, points }) => `| ${id} | ${title} | ${points} |`);
  return ['| checkpoint | | points |', '|---|---|---|', ...rows].join('\n');
}

const TIERS = ['a nudge', 'an approach', 'almost the code'];

function hintsPart(hints: Hints, sets: string[]): string | undefined {
  if (sets.some((set) => !hints[set])) return undefined;
  return sets.map((set) => `**${set}**\n\n${(hints[set] ?? []).map(tier).join('\n\n')}`).join('\n\n');
}

/** The blank lines make the text inside CommonMark again; without `open` it is shut. */
function tier(text: string, index: number): string {
  return `<details>\n<summary>${TIERS[index]}</summary>\n\n${text.trim()}\n\n</details>`;
}
