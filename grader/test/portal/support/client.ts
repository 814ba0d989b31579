import { setTimeout as pause } from 'node:timers/promises';

export interface Answer {
  status: number;
  headers: Headers;
  /** Where it stands after redirects. */
  url: string;
  text: string;
}

type Body = string | URLSearchParams | FormData;

/** A browser without a screen: keeps cookies for each host, and follows redirects. */
export class Client {
  readonly #origin: string;
  readonly #cookies = new Map<string, Map<string, string>>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  get(path: string): Promise<Answer> {
    return this.#visit(new URL(path, this.#origin), undefined);
  }

  /** Sends a form of a page, with the token that the page has. */
  async send(page: Answer, path: string, fields: Record<string, string | Blob> = {}): Promise<Answer> {
    const form = new FormData();
    form.set('csrf', tokenIn(page));
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    const isPlain = Object.values(fields).every((value) => typeof value === 'string');
    return await this.post(path, isPlain ? new URLSearchParams([...form] as [string, string][]) : form);
  }

  post(path: string, body: Body): Promise<Answer> {
    return this.#visit(new URL(path, this.#origin), body);
  }

  /** By way of the provider's pages. */
  async logOn(sub: string, start = '/log-on'): Promise<Answer> {
    const who = await this.get(start);
    const consent = await this.#visit(new URL(`${who.url}/login`), new URLSearchParams({ sub }));
    if (!consent.url.includes('/interaction/')) return consent;
    return await this.#visit(new URL(`${consent.url}/consent`), new URLSearchParams());
  }

  cookie(name: string): string | undefined {
    return this.#cookies.get(new URL(this.#origin).host)?.get(name);
  }

  setCookie(name: string, value: string): void {
    this.#jar(new URL(this.#origin)).set(name, value);
  }

  /** The header that carries its cookies. */
  cookies(): string {
    return [...this.#jar(new URL(this.#origin))].map((pair) => pair.join('=')).join('; ');
  }

  #jar({ host }: URL): Map<string, string> {
    const jar = this.#cookies.get(host) ?? new Map<string, string>();
    this.#cookies.set(host, jar);
    return jar;
  }

  async #visit(url: URL, body: Body | undefined): Promise<Answer> {
    const jar = this.#jar(url);
    const cookie = [...jar].map((pair) => pair.join('=')).join('; ');
    const how = body === undefined ? {} : { method: 'POST', body };
    const answer = await fetch(url, { ...how, redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    const location = answer.headers.get('location');
    const text = await answer.text();
    if (location) return await this.#visit(new URL(location, url), undefined);
    return { status: answer.status, headers: answer.headers, url: url.href, text };
  }
}

/** The token in the first form of a page. */
export function tokenIn({ text }: Pick<Answer, 'text'>): string {
  return /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
}

/** Looks until something is so; the test's own time limit ends it. */
export async function until<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await pause(50);
  }
}
