import type { Exchange, Outcome, Report } from '../types.ts';
import { count, cut, minus } from './figures.ts';
import type { Failure } from './impact.ts';
import { columns, paragraph } from './layout.ts';
import { checkPage } from './links.ts';
import { replayNote } from './replay.ts';
import { sequenceLines } from './sequence-lines.ts';
import { answerInWords, repeatsSides, statusWanted, tellingHeaders } from './telling.ts';
import type { Page } from './terminal.ts';
import { tokenInWords } from './token.ts';

const INDENT = '     ';
/** Enough to see what went wrong; the page has the rest. */
const LOG_LINES = 6;

/** One failed check in full. */
export function failureLines({ outcome, cost, waiting }: Failure, { lab }: Report, page: Page): string[] {
  const { colours, width } = page;
  return [
    '',
    ...headLines(outcome, minus(cost), page),
    ...(outcome.hidden ? [`${INDENT}A hidden check: what it sent is not told.`] : []),
    ...exchangeLines(outcome, page),
    ...reasonLines(outcome, page),
    ...sequenceLines(outcome, page),
    ...paragraph(colours.dim(sourceOf(outcome, lab)), width, INDENT),
    ...hintLines(outcome, page),
    ...replayLines(outcome, page),
    ...logLines(outcome, page),
    ...waitingLines(waiting, page),
  ];
}

/** The title stands beside the id where there is room, else below it. */
function headLines({ id, title }: Outcome, cost: string, { colours, width }: Page): string[] {
  const head = ` ${colours.red('✗')} ${colours.bold(id)}  ${colours.red(cost)}`;
  const room = width - ` ✗ ${id}  ${cost}   `.length;
  return title.length <= room ? [`${head}   ${title}`] : [head, ...paragraph(title, width, INDENT)];
}

function exchangeLines(outcome: Outcome, { colours, width }: Page): string[] {
  const { exchange } = outcome;
  if (!exchange) return [];
  const request = [
    `${exchange.method} ${cut(exchange.path, 60)}`,
    ...tellingHeaders(exchange).map((it) => cut(it, 50)),
  ];
  const line = `${request.join('  ')}  →  ${received(exchange)}${wanted(outcome, colours.red)}`;
  const words = answerInWords(exchange);
  const answer = words === '' ? [] : [`${INDENT}${colours.dim(cut(`answered ${words}`, width - INDENT.length))}`];
  return [...paragraph(line, width, INDENT), ...tokenLines(exchange, width), ...answer];
}

function tokenLines(exchange: Exchange, width: number): string[] {
  const token = tokenInWords(exchange);
  return token ? paragraph(`the token: ${token}`, width, INDENT) : [];
}

function received({ response, error }: Exchange): string {
  return response ? String(response.status) : `no answer: ${error ?? 'the connection ended'}`;
}

function wanted(outcome: Outcome, colour: (text: string) => string): string {
  const status = statusWanted(outcome);
  return status ? `, ${colour(`wanted ${status}`)}` : '';
}

/** A wrong status, or no answer at all, is told by the exchange already. */
function reasonLines(outcome: Outcome, { colours, width }: Page): string[] {
  const { reason = '', expected, received: actual } = outcome;
  const { error } = outcome.exchange ?? {};
  if (statusWanted(outcome) || (error && reason.includes(error))) return [];
  const repeats = repeatsSides(outcome);
  const told = reason === '' ? [] : paragraph(reason, width, INDENT);
  if (expected === undefined || (repeats && told.length === 1)) return told;
  const half = Math.floor((width - INDENT.length - 2) / 2);
  const sides = [expected, actual ?? 'nothing'].map((side) => cut(side, half * 6));
  const heads = ['expected', 'received'].map((head) => colours.dim(head));
  return [...(repeats ? [] : told), ...columns(heads, [half, half], INDENT), ...columns(sides, [half, half], INDENT)];
}

function sourceOf({ id, clause, hidden }: Outcome, lab: string): string {
  return hidden ? clause : `${clause} · ${checkPage(lab, id)}`;
}

function hintLines({ hints }: Outcome, { hints: tiers, colours, width }: Page): string[] {
  return (hints ?? [])
    .slice(0, tiers)
    .flatMap((hint, at) => paragraph(`${colours.cyan(`hint ${at + 1} of 3:`)} ${hint.trim()}`, width, INDENT));
}

/** Not wrapped, so that it can be copied. */
function replayLines({ replay, exchange }: Outcome, { colours }: Page): string[] {
  if (!replay) return [];
  const note = exchange ? replayNote(exchange) : undefined;
  return [`${INDENT}${colours.cyan('replay:')} ${replay}`, ...(note ? [`${INDENT}${colours.dim(note)}`] : [])];
}

/** The first lines: an error's message comes before its stack. */
function logLines({ log = '' }: Outcome, { colours, width }: Page): string[] {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) return [];
  const shown = lines.slice(0, LOG_LINES).map((line) => `${INDENT}${colours.dim('│')} ${cut(line, width - 7)}`);
  const rest = lines.length - LOG_LINES;
  const more = rest > 0 ? [`${INDENT}${colours.dim(`│ … and ${count(rest, 'more line')}; --html shows them`)}`] : [];
  return [`${INDENT}${colours.cyan('your service printed:')}`, ...shown, ...more];
}

function waitingLines(waiting: Outcome[], { colours }: Page): string[] {
  if (waiting.length === 0) return [];
  const wait = waiting.length === 1 ? 'waits' : 'wait';
  return [`${INDENT}${colours.yellow(`↳ ${count(waiting.length, 'more check')} ${wait} for this one`)}`];
}
