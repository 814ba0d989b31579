import { createHash } from 'node:crypto';
import { call } from '@seeka/kit/outgoing';
import { Problem } from '@seeka/kit/problem';

/** What the authorizer says of a token at a method and path. */
export type Decision = { allow: true; principal: string } | { allow: false; reason: string };

export interface Question {
  token: string;
  method: string;
  /** Without the query. */
  path: string;
  traceparent: string | undefined;
}

const KEPT = 10_000;

/** Asks who may pass, and remembers a yes for as long as its token lives. */
export class Authorizer {
  readonly #url: string;
  readonly #now: () => number;
  readonly #yes = new Map<string, { decision: Decision; until: number }>();
  #age = 0;

  /** @param url the service that has `POST /authorize`. @param now in milliseconds. */
  constructor(url: string, now: () => number = Date.now) {
    this.#url = url;
    this.#now = now;
  }

  /** @throws Problem 503 when the authorizer does not answer: what cannot be judged is not let through. */
  async decide(question: Question): Promise<Decision> {
    const key = keyOf(question);
    const known = this.#yes.get(key);
    if (known && known.until > this.#now()) return known.decision;
    this.#yes.delete(key);
    const age = this.#age;
    const decision = await this.#ask(question);
    // What was asked before a revocation may be answered after it.
    if (decision.allow && age === this.#age) this.#keep(key, decision, question.token);
    return decision;
  }

  /** Forgets every answer: one of these tokens has been revoked, and nobody says which. */
  forget(): void {
    this.#age += 1;
    this.#yes.clear();
  }

  async #ask({ token, method, path, traceparent }: Question): Promise<Decision> {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ token, method, path });
    const answer = await call(`${this.#url}/authorize`, { method: 'POST', headers, body, traceparent }).catch(away);
    const decision = answer.status === 200 ? parse(answer.text) : undefined;
    return decision ?? away(new Error(`The authorizer answered ${answer.status}.`));
  }

  #keep(key: string, decision: Decision, token: string): void {
    // The oldest goes first.
    for (const oldest of this.#yes.keys()) {
      if (this.#yes.size < KEPT) break;
      this.#yes.delete(oldest);
    }
    this.#yes.set(key, { decision, until: endOf(token) });
  }
}

/** A hash: nobody reads tokens out of a memory dump. */
function keyOf({ token, method, path }: Question): string {
  return createHash('sha256')
    .update(JSON.stringify([token, method, path]))
    .digest('base64url');
}

/** `exp` of a token that the authorizer has already found valid, in milliseconds; 0 when it shows none. */
function endOf(token: string): number {
  try {
    const { exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { exp?: unknown };
    return typeof exp === 'number' ? exp * 1_000 : 0;
  } catch {
    return 0;
  }
}

function parse(text: string): Decision | undefined {
  try {
    const { allow, principal, reason } = JSON.parse(text) as Record<string, unknown>;
    if (allow === true && typeof principal === 'string') return { allow, principal };
    return allow === false ? { allow, reason: String(reason) } : undefined;
  } catch {
    return undefined;
  }
}

function away(cause: unknown): never {
  throw new Problem(503, 'The authorizer does not answer.', { cause, headers: { 'Retry-After': '2' } });
}
