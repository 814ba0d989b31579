import { columns } from './addresses.js';
import { sendJson } from './app.js';
import { jsonOf } from './body.js';
import { idIn } from './id.js';
import { showRow } from './item.js';
import { Problem } from './problem.js';
import { checked } from './rules.js';
import { members, shown } from './shown.js';

/** What can be done with all addresses. */
export function collection(addresses, verify) {
  const show = async (context, wanted, self) => sendJson(context, 200, await pageOf(addresses, wanted, self));
  return {
    async create(context) {
      const draft = checked(await jsonOf(context));
      const row = await addresses.put(await verify(draft, context.get('traceparent')));
      showRow(context, row.is_new ? 201 : 200, row);
    },

    async list(context) {
      const wanted = wantedBy(new URL(context.req.url, 'http://any').searchParams);
      await show(context, wanted, tokenFor(wanted));
    },

    /** A page behind a page link; the link says it all, so a query is refused. */
    async page(context, token) {
      if (context.req.url.includes('?')) throw new Problem(400, 'A page link is used as it is.');
      await show(context, wantedIn(token), token);
    },
  };
}

/** Problem 400 for each parameter that is none, comes twice or has no meaning. */
function wantedBy(query) {
  const names = [...query.keys()];
  const odd = names.find((name, index) => !Object.hasOwn(parameters, name) || names.indexOf(name) !== index);
  if (odd !== undefined) throw new Problem(400, `The parameter "${odd}" is unknown or comes twice.`);
  const wrong = names.find((name) => !parameters[name](query.get(name)));
  if (wrong !== undefined) throw new Problem(400, `The parameter "${wrong}" has no such value.`);
  return {
    filters: Object.fromEntries([...query].filter(([name]) => Object.hasOwn(columns, name))),
    fields: query.has('fields') ? query.get('fields').split(',').filter(Boolean) : null,
    limit: Number(query.get('limit') ?? 20),
    id: null,
    before: false,
  };
}

const anyText = (value) => !value.includes('\0');
const parameters = {
  ...Object.fromEntries(Object.keys(columns).map((name) => [name, anyText])),
  fields: (value) => value.split(',').every((name) => name === '' || members.includes(name)),
  limit: (value) => /^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= 100,
};

async function pageOf(addresses, wanted, self) {
  const { limit, before, fields } = wanted;
  const rows = [...(await addresses.beside(wanted, limit + 1))];
  const more = rows.splice(limit).length > 0;
  if (before) rows.reverse();
  // Of a page that others have emptied, everything that is left lies behind.
  const [first, last] = [rows[0]?.id ?? null, rows.at(-1)?.id ?? null];
  const beyond = async (id, side) => (await addresses.beside({ ...wanted, id, before: side }, 1)).length > 0;
  const next = before ? await beyond(last, false) : more;
  const prev = before ? more : await beyond(first, true);
  const link = (rel, change) => ({
    rel,
    href: `../address-pages/${change ? tokenFor({ ...wanted, ...change }) : self}`,
  });
  return {
    links: [
      link('self'),
      link('first', { id: null, before: false }),
      ...(prev ? [link('prev', { id: first, before: true })] : []),
      ...(next ? [link('next', { id: last, before: false })] : []),
    ],
    count: rows.length,
    data: rows.map((row) => only(shown(row), fields)),
  };
}

function only(address, fields) {
  if (!fields) return address;
  return Object.fromEntries(Object.entries(address).filter(([name]) => name === 'links' || fields.includes(name)));
}

const KEY = 'address-pages/1';

function tokenFor(wanted) {
  return Buffer.from(JSON.stringify([KEY, wanted])).toString('base64url');
}

/** Whatever is not exactly what this service writes is refused. */
function wantedIn(token) {
  try {
    const [key, wanted] = JSON.parse(Buffer.from(token, 'base64url').toString());
    const { filters, fields, limit, id, before } = wanted;
    const known = id === null || idIn(encodeURIComponent(id)) === id;
    const query = new URLSearchParams({ ...filters, limit, ...(fields ? { fields: fields.join(',') } : {}) });
    const again = { ...wantedBy(query), id: id === null ? null : String(id), before: before === true };
    if (key === KEY && known && tokenFor(again) === token) return again;
  } catch {
    // Falls through to the refusal: it is no JSON, or no list, or no object.
  }
  throw new Problem(400, 'This page link is not from here.');
}
