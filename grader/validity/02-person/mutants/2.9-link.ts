import { mutant } from '../../../src/validity/mutant.ts';
import { addresses, link, routes, store } from './edits.ts';

/** Mistakes of checkpoint 2.4 that show in one method, or one moment. */
export const mutants = [
  {
    ...mutant(
      'navigate.filter',
      'with fields, an item has the link self alone',
      routes(
        'project(represent(person), asked.fields)',
        'project(asked.fields ? represent({ ...person, addressId: null }) : represent(person), asked.fields)',
      ),
    ),
    id: 'navigate.filter.fields',
  },
  mutant(
    'link.bytes',
    'a link may have 1 MB, and bytes that are not UTF-8',
    link(
      'function badLink(detail: string): Problem {',
      "function looseBody(limit: string): RequestHandler[] {\n  const check: RequestHandler = (request, _response, next) => {\n    const type = request.get('Content-Type') ?? '';\n    if (!/^application\\/json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?$/i.test(type)) throw new Problem(415, 'The body must be JSON.');\n    next();\n  };\n  const parse: RequestHandler = (request, _response, next) => {\n    if (typeof request.body !== 'string' || request.body === '') throw new Problem(400, 'The body is empty.');\n    try {\n      request.body = JSON.parse(request.body);\n    } catch {\n      throw new Problem(400, 'The body is not JSON.');\n    }\n    next();\n  };\n  return [check, express.text({ type: () => true, limit }), parse];\n}\n\nfunction badLink(detail: string): Problem {",
    ),
    link('.put(jsonBody(), link(parts))', ".put(looseBody('1mb'), link(parts))"),
  ),
  {
    ...mutant(
      'method.link',
      'PATCH of a link is answered with 404',
      link(
        ".all(allowOnly('GET', 'HEAD', 'PUT', 'DELETE'))",
        ".patch(() => {\n      throw new Problem(404, 'There is nothing at this path.');\n    })\n    .all(allowOnly('GET', 'HEAD', 'PUT', 'DELETE'))",
      ),
    ),
    id: 'method.link.patch',
  },
  mutant(
    'link.etag',
    'ending a link brings back the ETag of before',
    store(
      'await others.update(this.#changed({ addressId }));',
      "await others.update({ ...this.#changed({ addressId }), version: this.#knex.raw(addressId === null ? 'greatest(version - 1, 1)' : 'version + 1') });",
    ),
  ),
  {
    ...mutant(
      'link.etag',
      'another link in place of the first changes updatedAt, and not the ETag',
      store('async link({ id }: Person, addressId', 'async link({ id, addressId: old }: Person, addressId'),
      store(
        'await others.update(this.#changed({ addressId }));',
        'await others.update(old !== null && addressId !== null ? { addressId, updatedAt: this.#knex.fn.now() } : this.#changed({ addressId }));',
      ),
    ),
    id: 'link.etag.other',
  },
  mutant(
    'navigate.deletes',
    'with the filter address, pages are cut by row number',
    store(
      'return readPage(() => this.#matching(request.filters), request);',
      'if (request.filters.address !== undefined) return byOffset(this.#matching(request.filters), request);\n    return readPage(() => this.#matching(request.filters), request);',
    ),
    store(
      'function refuseTaken(error: unknown): never {',
      "async function byOffset(rows: any, { limit, position }: PageRequest): Promise<Page<Person>> {\n  const start = position.sequence;\n  const found = await rows.orderBy('sequence').offset(start).limit(limit + 1);\n  const at = (sequence: number) => ({ side: 'after' as const, sequence });\n  return {\n    rows: found.slice(0, limit),\n    next: found.length > limit ? at(start + limit) : undefined,\n    prev: start > 0 ? at(Math.max(0, start - limit)) : undefined,\n  };\n}\n\nfunction refuseTaken(error: unknown): never {",
    ),
  ),
  {
    ...mutant(
      'navigate.and',
      'beside address, the filter email is ignored',
      store('if (email !== undefined)', 'if (email !== undefined && address === undefined)'),
    ),
    id: 'navigate.and.email',
  },
  {
    ...mutant(
      'link.strays',
      'the https form of ADDRESS_URL is as good',
      addresses(
        'const path = href.startsWith(`${this.#base}/`) ? href.slice(this.#base.length) : href;',
        "const plain = href.replace(/^https:/, 'http:');\n    const path = plain.startsWith(`${this.#base}/`) ? plain.slice(this.#base.length) : href;",
      ),
    ),
    id: 'link.strays.https',
  },
  {
    ...mutant(
      'link.strays',
      'the query of an absolute href is left out',
      addresses(
        'const path = href.startsWith(`${this.#base}/`) ? href.slice(this.#base.length) : href;',
        "const path = href.startsWith(`${this.#base}/`) ? href.slice(this.#base.length).replace(/\\?.*$/, '') : href;",
      ),
    ),
    id: 'link.strays.query',
  },
  mutant(
    'link.anew',
    'an address to which somebody was linked before is not asked for again',
    link(
      "const said = await addresses.read(addressId, { traceparent: request.get('traceparent') });\n    if (said.status === 404) throw badLink('leads to no address');",
      "if (!seen.has(addressId)) {\n      const said = await addresses.read(addressId, { traceparent: request.get('traceparent') });\n      if (said.status === 404) throw badLink('leads to no address');\n      seen.add(addressId);\n    }",
    ),
    link(
      'function badLink(detail: string): Problem {',
      'const seen = new Set<string>();\n\nfunction badLink(detail: string): Problem {',
    ),
  ),
  mutant(
    'link.own-tag',
    'If-None-Match at the address is compared with the ETag of the person first',
    link(
      'const { addressId } = await find(persons, request);',
      'const person = await find(persons, request);\n    const { addressId } = person;',
    ),
    link(
      "const { traceparent, 'if-none-match'",
      "if (isKnown(person, request.get('If-None-Match'))) {\n      response.status(304).end();\n      return;\n    }\n    const { traceparent, 'if-none-match'",
    ),
    link(
      "import { jsonBody } from '@seeka/kit/json';",
      "import { isKnown } from '@seeka/kit/etag';\nimport { jsonBody } from '@seeka/kit/json';",
    ),
  ),
  mutant(
    'link.odd-id',
    'of a link, a URL of more than 1,000 characters is malformed',
    link(
      'const router = express.Router({ mergeParams: true });',
      "const router = express.Router({ mergeParams: true });\n  router.use(({ originalUrl }, _response, next) => {\n    if (originalUrl.length > 1_000) throw new Problem(400, 'This URL is too long.');\n    next();\n  });",
    ),
  ),
];
