import { mutant } from '../../../src/validity/mutant.ts';
import { app, draft, routes } from './edits.ts';

const HEALTH = "app.get('/health', health(database.ping));";
const REPEATS = '!Object.hasOwn(rules, name) && isDeepStrictEqual(value, shown.get(name));';
const PUT = '.put(jsonBody(), replace(parts))';
const REMOVE = "persons.remove(targetOf(person, request.get('If-Match')))";

/** ETags that begin with the name of the process. */
const etagsOfProcess = [
  routes(
    "import { changed, etag, isKnown, targetOf } from '@seeka/kit/etag';",
    "import { changed, etag as etagIn, isKnown as isKnownIn, targetOf as targetIn } from '@seeka/kit/etag';",
  ),
  routes(
    '/** The operations on persons',
    `const here = (row: any) => ({ ...row, version: \`\${process.pid}.\${performance.timeOrigin}.\${row.version}\` });
const etag = (row: any) => etagIn(here(row));
const isKnown = (row: any, tags: any) => isKnownIn(here(row), tags);
const targetOf = (row: any, tags: any): any => ({ ...targetIn(here(row), tags), ...(tags.trim() === '*' ? {} : { version: row.version }) });

/** The operations on persons`,
  ),
];

/** Another media type, taken for JSON in a PUT. */
function alsoJson(type: string) {
  const taken = `(request, _response, next) => {\n    if (request.get('Content-Type') === '${type}') request.headers['content-type'] = 'application/json';\n    next();\n  }`;
  return routes(PUT, PUT.replace('put(', `put(${taken}, `));
}

/** More mistakes of checkpoint 2.1: in what a state is called, who may change it, and whose health counts. */
export const mutants = [
  mutant(
    'race.delete',
    'DELETE compares the ETag first, and then deletes whatever is there',
    routes(
      REMOVE,
      "persons.remove(await new Promise((over) => setTimeout(over, 20, { id: targetOf(person, request.get('If-Match')).id })))",
    ),
  ),
  {
    id: 'state.survives.etag',
    describes: 'after a restart every ETag is another one',
    kills: ['state.survives'],
    edits: etagsOfProcess,
  },
  {
    id: 'health.ok.neighbour',
    describes: '/health asks Address too',
    kills: ['health.ok'],
    edits: [
      app(
        HEALTH,
        "app.get('/health', health(async () => {\n    await database.ping();\n    await fetch(process.env.ADDRESS_URL as string, { signal: AbortSignal.timeout(1_000) });\n  }));",
      ),
    ],
  },
  {
    id: 'put.server-owned.updated',
    describes: 'updatedAt in a PUT is ignored',
    kills: ['put.server-owned'],
    edits: [
      draft(
        REPEATS,
        "!Object.hasOwn(rules, name) && (name === 'updatedAt' || isDeepStrictEqual(value, shown.get(name)));",
      ),
    ],
  },
  {
    id: 'put.invalid.text',
    describes: 'a PUT in plain text is read as JSON',
    kills: ['put.invalid'],
    edits: [alsoJson('text/plain')],
  },
  {
    id: 'put.invalid.patch',
    describes: 'a PUT takes a merge patch for a whole person',
    kills: ['put.invalid'],
    edits: [alsoJson('application/merge-patch+json')],
  },
];
