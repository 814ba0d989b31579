import { createHash } from 'node:crypto';
import { Problem } from '@seeka/kit/problem';
import type { Link, Representation } from './address.ts';

/** Where a page begins: beside a place in the collection, whose address may be gone by now. */
export interface Position {
  side: 'after' | 'before';
  sequence: number;
}

/** What a client asks a collection for. */
export interface PageRequest {
  /** Members and the values they must have. */
  filters: Record<string, string>;
  /** The members to show; all when absent. */
  fields?: string[];
  limit: number;
  position: Position;
}

/** The positions of the pages beside a page, where there are any. */
export interface Neighbours {
  prev?: Position;
  next?: Position;
}

/** Reads the query of a collection. Problem: 400. */
export function parsePageRequest(query: URLSearchParams): PageRequest {
  // @lab:begin 1.3
  for (const name of query.keys()) {
    if (![...controls, ...filters].includes(name)) throw new Problem(400, `There is no parameter "${name}".`);
    if (query.getAll(name).length > 1) throw new Problem(400, `The parameter "${name}" was given twice.`);
    if (query.get(name)?.includes('\0')) throw new Problem(400, `No address has such a "${name}".`);
  }
  return {
    filters: Object.fromEntries([...query].filter(([name]) => filters.includes(name))),
    fields: parseFields(query.get('fields')),
    limit: parseLimit(query.get('limit') ?? '20'),
    position: parseCursor(query.get('cursor')),
  };
  // @lab:starter
  //| throw new Problem(501, 'TODO(1.3) Read the parameters, and refuse what is not one.');
  // @lab:end
}

/** The links of a page. They keep what the client asked for, and differ in the cursor. */
export function pageLinks(query: URLSearchParams, { prev, next }: Neighbours): Link[] {
  // @lab:begin 1.3
  const link = (rel: string, cursor?: string) => {
    const parameters = new URLSearchParams([...query].filter(([name]) => name !== 'cursor'));
    if (cursor) parameters.set('cursor', cursor);
    return { rel, href: `/addresses${parameters.size > 0 ? `?${parameters}` : ''}` };
  };
  return [
    link('self', query.get('cursor') ?? undefined),
    link('first'),
    ...(prev ? [link('prev', cursorOf(prev))] : []),
    ...(next ? [link('next', cursorOf(next))] : []),
  ];
  // @lab:starter
  //| throw new Problem(501, 'TODO(1.3) Link to this page, the first, and those beside it.');
  // @lab:end
}

/** Only the members asked for, and `links`. */
export function project(representation: Representation, fields?: string[]): Partial<Representation> {
  // @lab:begin 1.3
  const shown = ([name]: [string, unknown]) => name === 'links' || fields === undefined || fields.includes(name);
  return Object.fromEntries(Object.entries(representation).filter(shown));
  // @lab:starter
  //| throw new Problem(501, 'TODO(1.3) Show the fields asked for.');
  // @lab:end
}
// @lab:begin 1.3

const controls = ['limit', 'fields', 'cursor'];
// @lab:begin 1.5
const filters = ['city', 'region', 'postalCode', 'deliveryPoint'];
// @lab:starter
//| // TODO(1.5) deliveryPoint
//| const filters = ['city', 'region', 'postalCode'];
// @lab:end
const members = [...filters, 'id', 'line1', 'line2', 'country', 'createdAt', 'updatedAt', 'links'];

function parseFields(text: string | null): string[] | undefined {
  const fields = text?.split(',');
  const unknown = fields?.find((name) => !members.includes(name));
  if (unknown !== undefined) throw new Problem(400, `An address has no member "${unknown}".`);
  return fields;
}

function parseLimit(text: string): number {
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > 100) throw new Problem(400, 'The limit must be a whole number from 1 to 100.');
  return limit;
}

/** A cursor is opaque: its digest tells a made-up one from ours. */
function cursorOf({ side, sequence }: Position): string {
  const place = `${side}.${sequence}`;
  const digest = createHash('sha256').update(place).digest('base64url').slice(0, 8);
  return Buffer.from(`${place}.${digest}`).toString('base64url');
}

function parseCursor(text: string | null): Position {
  if (text === null) return { side: 'after', sequence: 0 };
  const [side, sequence] = Buffer.from(text, 'base64url').toString().split('.');
  const position = { side: side === 'before' ? side : 'after', sequence: Number(sequence) } as const;
  if (!Number.isSafeInteger(position.sequence) || cursorOf(position) !== text)
    throw new Problem(400, 'This page link is not ours.');
  return position;
}
// @lab:end
