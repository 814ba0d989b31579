import type { Exchange } from '../types.ts';
import { cut } from './figures.ts';
import { harmlessLine } from './harmless.ts';

/** A JSON Web Token in compact form (RFC 7519 §3), signed or not. */
const COMPACT = /\beyJ[\w-]*\.eyJ[\w-]*\.[\w-]*/;
const VALUE_LIMIT = 80;

type Members = Record<string, unknown>;

/**
 * What the token that a request bears says, its header first: `alg ES256, typ at+jwt, iss …, exp 600 s after iat`.
 * Undefined when the request bears none, in its Authorization or its body.
 */
export function tokenInWords({ request: { headers, body } }: Exchange): string | undefined {
  const authorization = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  const [token = ''] = COMPACT.exec([authorization ?? '', body].flat().join('\n')) ?? [];
  const [header, claims] = token.split('.').map(membersOf);
  if (!header || !claims) return undefined;
  const words = [...Object.entries(header), ...Object.entries(claims)].map((member) => inWords(member, claims));
  return harmlessLine([...words, ...(token.endsWith('.') ? ['no signature'] : [])].join(', '));
}

function membersOf(part: string): Members | undefined {
  try {
    const data: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof data === 'object' && data !== null ? (data as Members) : undefined;
  } catch {
    return undefined;
  }
}

/** Times are seconds since 1970 (RFC 7519 §2); the others are told by how far they are from `iat`. */
function inWords([name, value]: [string, unknown], { iat }: Members): string {
  if (!['exp', 'nbf', 'iat'].includes(name) || !isTime(value)) return `${name} ${cut(textOf(value), VALUE_LIMIT)}`;
  if (name === 'iat' || !isTime(iat)) return `${name} ${new Date(value * 1_000).toISOString()}`;
  return `${name} ${Math.abs(value - iat)} s ${value < iat ? 'before' : 'after'} iat`;
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) < 8.64e12;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
