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
  throw new Problem(501, 'TODO(1.3) Read the parameters, and refuse what is not one.');
}

/** The links of a page. They keep what the client asked for, and differ in the cursor. */
export function pageLinks(query: URLSearchParams, { prev, next }: Neighbours): Link[] {
  throw new Problem(501, 'TODO(1.3) Link to this page, the first, and those beside it.');
}

/** Only the members asked for, and `links`. */
export function project(representation: Representation, fields?: string[]): Partial<Representation> {
  throw new Problem(501, 'TODO(1.3) Show the fields asked for.');
}
