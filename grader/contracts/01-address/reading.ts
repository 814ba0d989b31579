import type { Answer } from '../../src/answer.ts';
import type { Api } from '../../src/api.ts';
import type { Draft } from '../../src/doubles/verification.ts';
import { ContractBroken } from '../../src/reason.ts';

/** An address as a service shows it; members that a service leaves out are undefined. */
export type Shown = Record<string, unknown> & { id?: string };

/** The JSON object of an answer; anything else becomes an empty one, which no expectation takes for right. */
export function shown({ body }: Answer): Shown {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Shown) : {};
}

/** The items of one page; throws a plain reason when `data` is no list of objects. */
export function itemsOf(page: Answer): Shown[] {
  const { data } = shown(page);
  if (Array.isArray(data) && data.every((item) => typeof item === 'object' && item !== null)) return data as Shown[];
  throw new ContractBroken('The member "data" of the page is not a list of objects.', { received: page.text });
}

/** Every item from `path` on, page after page. */
export async function walk(api: Api, path: string): Promise<Shown[]> {
  const items: Shown[] = [];
  for await (const page of api.pages(path)) items.push(...itemsOf(page));
  return items;
}

/** Stores some addresses that share one ZIP+4, and gives the path that lists them and no others. */
export async function street(api: Api, drafts: Draft[]): Promise<{ path: string; ids: string[] }> {
  const made = [];
  for (const draft of drafts) made.push((await api.created('/addresses', draft)).body);
  return { path: `/addresses?postalCode=${drafts[0]?.postalCode}`, ids: idsOf(made) };
}

/** An href may be written differently at another URL, so links are compared by where they lead. */
export function withoutLinks({ links: _, ...members }: Shown): Shown {
  return members;
}

/** The ids of items, sorted, so that lists can be compared whatever their order. */
export function idsOf(items: Shown[]): string[] {
  return items.map(({ id }) => String(id)).sort();
}

/** Whether a page has a link of this name. */
export function hasLink(page: Answer, rel: string): boolean {
  const { links } = shown(page);
  return Array.isArray(links) && links.some((link) => (link as { rel?: unknown } | null)?.rel === rel);
}

/** How many answers came with each status: `{ 201: 1, 200: 19 }`. */
export function countStatuses(answers: Answer[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** The names of a header that lists methods, such as `Allow`. */
export function methodsIn(header: string | undefined): string[] {
  return (header ?? '').split(',').map((name) => name.trim().toUpperCase());
}

/** Works on all items, ten at a time: a larger burst would measure the machine. */
export async function inBatches<T, R>(items: T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let start = 0; start < items.length; start += 10) {
    done.push(...(await Promise.all(items.slice(start, start + 10).map(work))));
  }
  return done;
}

/** Some promises at once, from a count. */
export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
