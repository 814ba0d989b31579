import { mutant } from '../../../src/validity/mutant.ts';
import { before, draft, routes, store, touching } from './edits.ts';

const REMOVE =
  "const address = await find(addresses, request);\n    if (!(await addresses.remove(targetOf(address, request.get('If-Match'))))) throw changed();";
const DELETE = 'return (await this.#table.where(target).delete()) > 0;';
const PARSE = 'const draft = parseReplacement(request.body, represent(current));';

/** Mistakes of checkpoint 1.4, update and delete safely: PUT and DELETE. */
export const mutants = [
  mutant(
    'put.invalid',
    'a PUT that breaks a rule is a bad request: 400',
    routes(PARSE, 'const draft = parsed(() => parseReplacement(request.body, represent(current)));'),
    routes(
      'async function find(',
      "function parsed<T>(parse: () => T): T {\n  try {\n    return parse();\n  } catch {\n    throw new Problem(400, 'The body breaks a rule.');\n  }\n}\n\nasync function find(",
    ),
  ),
  mutant(
    'put.whole',
    'a PUT must not repeat what the service added',
    routes(PARSE, 'const draft = parseDraft(request.body);'),
  ),
  mutant(
    'put.server-owned',
    'what the service owns is ignored in a PUT, changed or not',
    draft(
      '!Object.hasOwn(rules, name) && isDeepStrictEqual(value, shown.get(name));',
      '!Object.hasOwn(rules, name) && (shown.has(name) || value === shown);',
    ),
  ),
  mutant(
    'put.malformed',
    'a PUT is read as JSON whatever media type it says',
    before(
      "if (request.method === 'PUT' && request.get('Content-Type')) request.headers['content-type'] = 'application/json';",
    ),
  ),
  mutant('delete.gone', 'DELETE answers 204 and deletes nothing', store(DELETE, "return target.id !== '';")),
  mutant(
    'delete.again',
    'a second DELETE answers 204 again',
    routes(
      REMOVE,
      "const address = await addresses.read(String(request.params.id));\n    if (!address) return void response.status(204).end();\n    if (!(await addresses.remove(targetOf(address, request.get('If-Match'))))) throw changed();",
    ),
  ),
  mutant(
    'delete.collection',
    'a deleted address is hidden from GET, and still listed',
    store(DELETE, 'if (hidden.has(target.id)) return false;\n    hidden.add(target.id);\n    return true;'),
    store(
      'return this.#table.where({ id }).first();',
      'return hidden.has(id) ? undefined : this.#table.where({ id }).first();',
    ),
    store(
      '/** The collection, and all of its SQL.',
      'const hidden = new Set<string>();\n\n/** The collection, and all of its SQL.',
    ),
  ),
  mutant(
    'delete.stale',
    'a DELETE needs an If-Match, and any will do',
    routes(
      "addresses.remove(targetOf(address, request.get('If-Match')))",
      "addresses.remove(targetOf(address, request.get('If-Match') && '*'))",
    ),
  ),
  mutant(
    'race.delete',
    'a DELETE that came too late answers 204 too',
    routes(
      "if (!(await addresses.remove(targetOf(address, request.get('If-Match'))))) throw changed();",
      "await addresses.remove(targetOf(address, request.get('If-Match')));",
    ),
  ),
  mutant(
    'page.deletes',
    'a page begins after a number of rows (OFFSET)',
    store(
      'const forward = position.side',
      "const offset = Math.max(0, position.sequence);\n    const some = await this.#beyond({ side: 'after', sequence: 0 }, filters).orderBy('sequence').offset(offset).limit(limit + 1);\n    if (limit > 0) return { addresses: some.slice(0, limit), ...(offset > 0 ? { prev: { side: 'after', sequence: Math.max(0, offset - limit) } } : {}), ...(some.length > limit ? { next: { side: 'after', sequence: offset + limit } } : {}) };\n    const forward = position.side",
    ),
  ),
  mutant(
    'put.unknown',
    'a PUT to an unknown id creates an address',
    routes(
      'const current = await find(addresses, request);',
      'const known = await addresses.read(String(request.params.id));\n    if (!known) return show((await addresses.add(await verify(parseDraft(request.body), undefined))).address, response);\n    const current = known;',
    ),
  ),
  mutant(
    'delete.match',
    'the If-Match of a DELETE is compared as one text',
    routes(
      "if (!(await addresses.remove(targetOf(address, request.get('If-Match')))))",
      "const ifMatch = request.get('If-Match');\n    if (ifMatch?.includes(',')) throw changed();\n    if (!(await addresses.remove(targetOf(address, ifMatch))))",
    ),
  ),
  {
    id: 'put.invalid.etag',
    describes: 'a PUT that breaks a rule leaves the address as it was, under another ETag',
    kills: ['put.invalid'],
    edits: [
      routes(
        PARSE,
        'const draft = await parsed(() => parseReplacement(request.body, represent(current)), () => addresses.touch(current.id));',
      ),
      routes(
        'async function find(',
        'async function parsed<T>(parse: () => T, touch: () => Promise<void>): Promise<T> {\n  try {\n    return parse();\n  } catch (error) {\n    await touch();\n    throw error;\n  }\n}\n\nasync function find(',
      ),
      touching,
    ],
  },
  {
    id: 'put.malformed.etag',
    describes: 'a PUT whose body cannot be read leaves the address as it was, under another ETag',
    kills: ['put.malformed'],
    edits: [
      routes(
        '.put(body, replace(parts))',
        '.put((request, response, next) => {\n      const touched = async (error: unknown) => {\n        if (error) await parts.addresses.touch(String(request.params.id));\n        next(error);\n      };\n      return body(request, response, touched);\n    }, replace(parts))',
      ),
      touching,
    ],
  },
  {
    id: 'delete.match.star',
    describes: 'If-Match: * is unknown to a DELETE',
    kills: ['delete.match'],
    edits: [
      routes(
        "if (!(await addresses.remove(targetOf(address, request.get('If-Match')))))",
        "const ifMatch = request.get('If-Match');\n    if (ifMatch === '*') throw changed();\n    if (!(await addresses.remove(targetOf(address, ifMatch))))",
      ),
    ],
  },
  {
    id: 'put.malformed.suffix',
    describes: 'a PUT is read as JSON when its media type ends with +json',
    kills: ['put.malformed'],
    edits: [
      before(
        "if (request.method === 'PUT' && request.get('Content-Type')?.endsWith('+json')) request.headers['content-type'] = 'application/json';",
      ),
    ],
  },
];
