import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Eta } from 'eta';
import type { Report } from '../types.ts';
import { drawingOf } from './drawing.ts';
import { busyNote, changeSince, count, minus, points, seconds } from './figures.ts';
import { failuresByCost, untried } from './impact.ts';
import { checkPage, checkpointPage } from './links.ts';
import { forReader } from './reader.ts';
import { replayNote } from './replay.ts';
import { endInWords, sequenceOf } from './sequence.ts';
import { repeatsSides, statusWanted } from './telling.ts';
import { tokenInWords } from './token.ts';
import { answerText, requestText } from './transcript.ts';

const folder = join(import.meta.dirname, 'page');
const sheets = ['style', 'parts', 'failures', 'sequence', 'checks'];
const words = { points, minus, seconds, count, changeSince, busyNote };
const shown = {
  checkPage,
  checkpointPage,
  repeatsSides,
  statusWanted,
  replayNote,
  requestText,
  answerText,
  tokenInWords,
  sequenceOf,
  drawingOf,
  endInWords,
};

export interface PageOptions {
  /** Points since the last run. */
  change?: number | undefined;
  /** Where its reader came from: links on top, of a page that is served. */
  back?: { href: string; text: string }[];
}

/** The report as one page that needs nothing from anywhere: no script, one style sheet, allowed by its hash alone. */
export function html(report: Report, { change, back = [] }: PageOptions = {}): string {
  const readable = forReader(report);
  const { outcomes } = readable;
  const style = styleSheet();
  const eta = new Eta({ views: folder, autoEscape: true });
  return eta.render('./page', {
    ...{ report: readable, change, back, style, policy: policyFor(style) },
    ...{
      failures: failuresByCost(outcomes),
      untried: readable.notStarted || readable.unproven ? [] : untried(outcomes),
    },
    numberOf: (status: string) => outcomes.filter((outcome) => outcome.status === status).length,
    ...words,
    ...shown,
  });
}

/** The policy that a server states with the page: its one style sheet, and nothing else. */
export function htmlPolicy(): string {
  return `${policyFor(styleSheet())}; frame-ancestors 'none'`;
}

function styleSheet(): string {
  return sheets.map((name) => readFileSync(join(folder, `${name}.css`), 'utf8')).join('\n');
}

function policyFor(style: string): string {
  const hash = createHash('sha256').update(style).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}
