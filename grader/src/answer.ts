import type { Exchange } from './types.ts';

/** What came back for one request, whole. */
export interface Answer {
  method: string;
  status: number;
  /** Lower-case names; several values joined by ", ". */
  headers: Record<string, string>;
  /** Each `Set-Cookie` as it came. */
  setCookies: string[];
  bytes: Buffer;
  text: string;
  /** The parsed JSON when the media type is a JSON type and it parses, else undefined. */
  body: unknown;
  /** Absolute URL that was asked. */
  url: string;
  etag: string | undefined;
  location: string | undefined;
  durationMs: number;
}

/** Media type without parameters, in lower case; '' when there is none. */
export function mediaType(headers: Record<string, string>): string {
  return (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** A link of a representation. */
export interface Link {
  rel: string;
  href: string;
}

/** The links of a JSON body; empty when it has none. */
export function linksOf(body: unknown): Link[] {
  const links = (body as { links?: unknown } | null | undefined)?.links;
  return Array.isArray(links) ? links.filter(isLink) : [];
}

function isLink(item: unknown): item is Link {
  const link = item as Partial<Link> | null;
  return typeof link?.rel === 'string' && typeof link.href === 'string';
}

/** The text that a transcript shows of a message's body: at most 4,000 characters. */
export function excerpt(bytes: Buffer): string {
  return bytes.subarray(0, 16_000).toString('utf8').slice(0, 4_000);
}

/** What brought an answer, or the error in its place. One check may ask, and others judge with it. */
export const exchangeOf = new WeakMap<object, Exchange>();

/** Collects the exchanges of one check, in order. */
export class Transcript {
  readonly exchanges: Exchange[] = [];

  /** The exchange a failure is about: that of the answer which a matcher refused, or which did not come, else the last one that was begun. */
  about(error: unknown): Exchange | undefined {
    const { answer } = (error as { matcherResult?: { answer?: object } } | undefined)?.matcherResult ?? {};
    return exchangeOf.get(answer ?? Object(error)) ?? this.exchanges.at(-1);
  }
}
