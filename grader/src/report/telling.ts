import type { Exchange, Outcome } from '../types.ts';

/** Headers that say nothing of why a check failed. */
const usual = new Set(['accept', 'connection', 'content-length', 'host', 'user-agent']);

/** The request's headers that matter, as `Name: value`. */
export function tellingHeaders({ request: { headers } }: Exchange): string[] {
  return Object.entries(headers)
    .filter(([name, value]) => !usual.has(name.toLowerCase()) && !isPlainJson(name, value))
    .map(([name, value]) => `${titled(name)}: ${[value].flat().join(', ')}`);
}

function isPlainJson(name: string, value: string | string[]): boolean {
  return name.toLowerCase() === 'content-type' && value === 'application/json';
}

/** `if-match` as RFCs write it: `If-Match`. */
function titled(name: string): string {
  return name.replaceAll(/(^|-)([a-z])/g, (part) => part.toUpperCase());
}

/** The status that should have come, when a check failed for the status alone. */
export function statusWanted({ expected = '', exchange, received }: Outcome): string | undefined {
  const isStatus = /^\d{3}( or \d{3})*$/.test(expected);
  return isStatus && received === String(exchange?.response?.status) ? expected : undefined;
}

/** Whether the reason says no more than what was expected and what was received. */
export function repeatsSides({ reason, expected, received = 'nothing' }: Outcome): boolean {
  return reason === `Wanted ${expected}, received ${received}.`;
}

/** The answer's body on one line; of a page of HTML the words alone. */
export function answerInWords({ response }: Exchange): string {
  const { body = '', headers = {} } = response ?? {};
  const isPage = /html/i.test(String(headers['content-type'])) || /^\s*<!doctype html/i.test(body);
  const text = isPage ? body.replaceAll(/<(style|script|title)[\s\S]*?<\/\1>|<[^>]*>|&nbsp;/gi, ' ') : body;
  return text.replaceAll(/\s+/g, ' ').trim();
}
