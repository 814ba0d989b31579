import { createHmac, timingSafeEqual } from 'node:crypto';
import { HttpProblem } from './problem.ts';
import type { StoredPerson, Window } from './repository.ts';

/** A filter's column, and what its values look like. */
const filters = {
  lastName: { column: 'last_name', pattern: /^[^\0]{1,64}$/u },
  email: { column: 'email', pattern: /^[^\0\s]+@[^\0\s]+$/ },
  address: { column: 'address_id', pattern: /^[^\0]+$/ },
} as const;
const member = '(id|firstName|lastName|email|phone|birthDate|createdAt|updatedAt|links)';
const fields = new RegExp(`^${member}(,${member})*$`);
// The largest bigint of PostgreSQL.
const ENDLESS = '9223372036854775807';
const whole = /^([1-9]|[1-9]\d|100)$/;

const parameters = new Map<string, RegExp>([
  ...Object.entries(filters).map(([name, { pattern }]): [string, RegExp] => [name, pattern]),
  ['fields', fields],
  ['limit', whole],
  ['cursor', /^[\w-]+\.[\w-]+$/],
]);

/** What a query asks for. Problem: 400. */
export function windowOf(query: URLSearchParams, key: string): Window {
  for (const [name, value] of query) {
    if (!parameters.get(name)?.test(value))
      throw new HttpProblem(400, `"${name}" is no parameter, or has no such value.`);
    if (query.getAll(name).length > 1) throw new HttpProblem(400, `"${name}" may be given once.`);
  }
  const chosen = Object.entries(filters).filter(([name]) => query.has(name));
  const cursor = query.get('cursor');
  return {
    filters: Object.fromEntries(chosen.map(([name, { column }]) => [column, query.get(name)])),
    limit: Number(query.get('limit') ?? 20),
    ...(cursor ? { from: opened(cursor, key) } : {}),
  };
}

export interface Shown {
  query: URLSearchParams;
  window: Window;
  page: StoredPerson[];
  /** Whether there is a row beyond the page, in the window's direction. */
  more: boolean;
  /** Whether there is one on the other side. */
  behind: boolean;
  key: string;
}

/** The links of a page, each relative to the collection. */
export function linksOf({ query, window, page, more, behind, key }: Shown): { rel: string; href: string }[] {
  const [older, newer] = window.from?.direction === 'newer' ? [behind, more] : [more, behind];
  const [top, bottom] = [page.at(0)?.id ?? turned(window).id, page.at(-1)?.id ?? turned(window).id];
  return [
    ...(older ? [link('next', query, sealed('older', bottom, key))] : []),
    ...(newer ? [link('prev', query, sealed('newer', top, key))] : []),
    link('first', query),
    link('self', query, query.get('cursor') ?? undefined),
  ];
}

/** From the same gap between two ids, the other way. */
export function turned({ from }: Window): NonNullable<Window['from']> {
  const { direction, id } = from ?? { direction: 'older', id: ENDLESS };
  if (direction === 'newer') return { direction: 'older', id: String(BigInt(id) + 1n) };
  return { direction: 'newer', id: String(BigInt(id) - 1n) };
}

function link(rel: string, query: URLSearchParams, cursor?: string) {
  const search = new URLSearchParams(query);
  search.delete('cursor');
  if (cursor) search.set('cursor', cursor);
  return { rel, href: search.size > 0 ? `?${search}` : 'persons' };
}

function sealed(direction: 'older' | 'newer', id: string, key: string): string {
  const place = Buffer.from(`${direction} ${id}`).toString('base64url');
  return `${place}.${signature(place, key)}`;
}

function opened(cursor: string, key: string): Window['from'] {
  const [place = '', given = ''] = cursor.split('.');
  const [wanted, found] = [Buffer.from(signature(place, key)), Buffer.from(given)];
  if (wanted.length !== found.length || !timingSafeEqual(wanted, found))
    throw new HttpProblem(400, 'No page is there.');
  const [direction, id = ''] = Buffer.from(place, 'base64url').toString().split(' ');
  return { direction: direction === 'newer' ? 'newer' : 'older', id };
}

function signature(place: string, key: string): string {
  return createHmac('sha256', key).update(place).digest('base64url');
}
