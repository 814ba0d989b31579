import { isDeepStrictEqual } from 'node:util';
import { sendJson } from './app.js';
import { jsonOf } from './body.js';
import { idIn } from './id.js';
import { Problem } from './problem.js';
import { checked } from './rules.js';
import { etagOf, hrefOf, shown } from './shown.js';

/** What can be done with a single address. */
export function item(addresses, verify) {
  const find = async (segment) => {
    const id = idIn(segment);
    const row = id ? await addresses.get(id) : undefined;
    if (!row) throw new Problem(404, 'No such address.');
    return row;
  };
  return {
    async read(context, segment) {
      const row = await find(segment);
      context.set({ ETag: etagOf(row), 'Cache-Control': 'no-cache', 'Last-Modified': row.updated_at.toUTCString() });
      if (tagsIn(context.get('If-None-Match'), weakly).has(etagOf(row))) {
        context.status = 304;
        return;
      }
      sendJson(context, 200, shown(row));
    },

    async replace(context, segment) {
      const row = await find(segment);
      const version = versionAllowed(context, row);
      const now = shown(row);
      const mayRepeat = (name, value) => Object.hasOwn(now, name) && isDeepStrictEqual(now[name], value);
      const draft = checked(await jsonOf(context), mayRepeat);
      const changed = await addresses.change(row.id, version, await verify(draft, context.get('traceparent')));
      showRow(context, 200, orRefuse(changed));
    },

    async remove(context, segment) {
      const row = await find(segment);
      orRefuse(await addresses.delete(row.id, versionAllowed(context, row)));
      context.status = 204;
    },
  };
}

export function showRow(context, status, row) {
  context.set('ETag', etagOf(row));
  if (context.method === 'POST') context.set('Location', hrefOf(row));
  sendJson(context, status, shown(row));
}

/** The version that may be written, or null for any. Problems: 428, 412. */
function versionAllowed(context, row) {
  const { 'if-match': ifMatch } = context.req.headers;
  if (ifMatch === undefined) throw new Problem(428, 'Which state? Say it in If-Match.');
  const tags = tagsIn(ifMatch, (tag) => tag);
  if (tags.has('*')) return null;
  if (!tags.has(etagOf(row))) throw new Problem(412, 'It is in another state.');
  return row.version;
}

const weakly = (tag) => tag.replace(/^W\//, '');

/** The tags of a list; for `*` a set that has every tag. */
function tagsIn(list, form) {
  if (list.trim() === '*') return { has: () => true };
  return new Set((list.match(/(W\/)?"[^"]*"/g) ?? []).map(form));
}

function orRefuse(outcome) {
  if (outcome === 'stale') throw new Problem(412, 'It was changed at this moment.');
  if (outcome === 'gone') throw new Problem(404, 'It was deleted at this moment.');
  if (outcome === 'taken') throw new Problem(409, 'There is another address.');
  return outcome;
}
