import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { Problem } from './problem.ts';

/** Where a page begins: beside a place in the collection, whose item may be gone by now. */
interface Position {
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

export interface Page<Row> {
  rows: Row[];
  prev?: Position;
  next?: Position;
}

/** Reads the query of a collection whose items have these members, some of them filters. Problem: 400. */
export function parsePageRequest(query: URLSearchParams, filters: string[], members: string[]): PageRequest {
  for (const name of query.keys()) {
    if (!['limit', 'fields', 'cursor', ...filters].includes(name))
      throw new Problem(400, `There is no parameter "${name}".`);
    if (query.getAll(name).length > 1) throw new Problem(400, `The parameter "${name}" was given twice.`);
    if (query.get(name)?.includes('\0')) throw new Problem(400, `Nothing has such a "${name}".`);
  }
  const fields = query.get('fields')?.split(',');
  const unknown = fields?.find((name) => !members.includes(name));
  if (unknown !== undefined) throw new Problem(400, `There is no member "${unknown}".`);
  return {
    filters: Object.fromEntries([...query].filter(([name]) => filters.includes(name))),
    fields,
    limit: parseLimit(query.get('limit') ?? '20'),
    position: parseCursor(query.get('cursor')),
  };
}

/** The rows of one page, in the order of their column `sequence`; `rows()` begins a query for all that fit the filters. */
export async function readPage<Row extends { sequence: string }>(
  rows: () => Knex.QueryBuilder,
  { limit, position }: PageRequest,
): Promise<Page<Row>> {
  const forward = position.side === 'after';
  const beyond = ({ side, sequence }: Position) => rows().where('sequence', side === 'after' ? '>' : '<', sequence);
  const found: Row[] = await beyond(position)
    .orderBy('sequence', forward ? 'asc' : 'desc')
    .limit(limit + 1);
  const back = opposite(position);
  const behind = (await beyond(back).first()) ? back : undefined;
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  const ahead = last && { side: position.side, sequence: Number(last.sequence) };
  return forward ? { rows: page, prev: behind, next: ahead } : { rows: page.reverse(), prev: ahead, next: behind };
}

/** The links of a page. They keep what the client asked for, and differ in the cursor. */
export function pageLinks(
  path: string,
  query: URLSearchParams,
  { prev, next }: Page<unknown>,
): { rel: string; href: string }[] {
  const link = (rel: string, cursor?: string | null) => {
    const parameters = new URLSearchParams([...query].filter(([name]) => name !== 'cursor'));
    if (cursor) parameters.set('cursor', cursor);
    return { rel, href: `${path}${parameters.size > 0 ? `?${parameters}` : ''}` };
  };
  const beside = [prev && link('prev', cursorOf(prev)), next && link('next', cursorOf(next))];
  return [link('self', query.get('cursor')), link('first'), ...beside.filter((it) => it !== undefined)];
}

/** Only the members asked for, and `links`. */
export function project(representation: object, fields?: string[]): object {
  const isShown = ([name]: [string, unknown]) => name === 'links' || (fields?.includes(name) ?? true);
  return Object.fromEntries(Object.entries(representation).filter(isShown));
}

function parseLimit(text: string): number {
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > 100) throw new Problem(400, 'The limit must be a whole number from 1 to 100.');
  return limit;
}

/** The same gap in the collection, seen from the other side. */
function opposite({ side, sequence }: Position): Position {
  return side === 'after' ? { side: 'before', sequence: sequence + 1 } : { side: 'after', sequence: sequence - 1 };
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
  const position: Position = { side: side === 'before' ? side : 'after', sequence: Number(sequence) };
  if (Number.isSafeInteger(position.sequence) && cursorOf(position) === text) return position;
  throw new Problem(400, 'This page link is not ours.');
}
