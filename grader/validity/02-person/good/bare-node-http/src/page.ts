import { Refusal } from './exchange.ts';
import { members } from './person.ts';
import { isId, type Page } from './store.ts';

export interface PageWanted {
  filters: Map<string, string>;
  fields: string[] | undefined;
  limit: number;
  after: string | undefined;
  before: string | undefined;
}

const filters = ['lastName', 'email', 'address'];
const parameters = [...filters, 'fields', 'limit', 'after', 'before'];

/** Refusal 400 for whatever is no parameter, or no value of one. */
export function parsePage(query: URLSearchParams): PageWanted {
  for (const name of query.keys()) {
    if (!parameters.includes(name)) throw new Refusal(400, `"${name}" is no parameter.`);
    if (query.getAll(name).length > 1) throw new Refusal(400, `"${name}" came twice.`);
  }
  const fields = query.get('fields')?.split(',');
  if (fields?.some((name) => !members.includes(name))) throw new Refusal(400, '"fields" names what is no member.');
  const limit = query.get('limit') ?? '20';
  if (!/^([1-9]\d?|100)$/.test(limit)) throw new Refusal(400, '"limit" is from 1 to 100.');
  return {
    filters: new Map([...query].filter(([name]) => filters.includes(name))),
    fields,
    limit: Number(limit),
    ...place(query),
  };
}

function place(query: URLSearchParams): Pick<PageWanted, 'after' | 'before'> {
  const [after, before] = [query.get('after') ?? undefined, query.get('before') ?? undefined];
  const ids = [after, before].filter((id) => id !== undefined);
  if (ids.length === 2 || !ids.every(isId)) throw new Refusal(400, 'That is no page link of ours.');
  return { after, before };
}

/** `self` and `first` on every page; `prev` and `next` where there is one. */
export function pageLinks(base: string, query: URLSearchParams, { prev, next }: Page) {
  const kept = [...query].filter(([name]) => name !== 'after' && name !== 'before');
  const link = (rel: string, parameters: [string, string][]) => {
    const search = new URLSearchParams(parameters).toString();
    return { rel, href: search ? `${base}?${search}` : base };
  };
  return [
    link('first', kept),
    link('self', [...query]),
    ...(next ? [link('next', [...kept, ['after', next]])] : []),
    ...(prev ? [link('prev', [...kept, ['before', prev]])] : []),
  ];
}

export function pick(representation: Record<string, unknown>, fields: string[] | undefined): Record<string, unknown> {
  if (!fields) return representation;
  return Object.fromEntries(
    Object.entries(representation).filter(([name]) => name === 'links' || fields.includes(name)),
  );
}
