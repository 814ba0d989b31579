import { mutant } from '../../../src/validity/mutant.ts';
import { before, etag, methods, onAnswer, routes, store } from './edits.ts';

const CHANGED = 'if (!tagsIn(ifMatch).includes(etag(address))) throw changed();';
const KNOWN = "return tagsIn(ifNoneMatch).some((tag) => tag.replace(/^W\\//, '') === etag(address));";
const SET_ETAG = "response.set('ETag', etag(address));\n  // @lab:end";

/** Express answers 304 by itself to what it knows, so the header must go before it sees it. */
function forgetting(condition: string) {
  return before(
    `const header = request.get('If-None-Match') ?? '';\n    if (${condition}) delete request.headers['if-none-match'];`,
  );
}

/** Mistakes of checkpoint 1.4, update and delete safely: ETags and their headers. */
export const mutants = [
  mutant(
    'etag.value',
    'the 201 carries another ETag than GET',
    routes(
      '.location(pathOf(address));\n    show(address, response);',
      '.location(pathOf(address));\n    show({ ...address, version: 0 }, response);',
    ),
  ),
  mutant(
    'put.replaces',
    'PUT answers with the address as it was',
    routes(
      'if (!address) throw changed();\n    show(address, response);',
      'if (!address) throw changed();\n    show(current, response);',
    ),
  ),
  mutant('etag.changes', 'the ETag stays when the address changes', store("raw('version + 1')", "raw('version')")),
  mutant(
    'put.removes',
    'an optional member that a PUT leaves out stays',
    store(
      'const change = { ...verified, version',
      'const change = { ...verified, line2: verified.line2 ?? undefined, version',
    ),
  ),
  mutant('put.updated', 'updatedAt stays as it was', store(', updatedAt: this.#knex.fn.now() }', ' }')),
  mutant(
    'match.missing',
    'without If-Match everything may be written',
    etag(
      "if (ifMatch === undefined) throw new Problem(428, 'Send the ETag that you read as If-Match.');",
      'if (ifMatch === undefined) return { id };',
    ),
  ),
  mutant('match.stale', 'any If-Match will do', etag(CHANGED, 'if (ifMatch) return { id };')),
  mutant(
    'match.list',
    'If-Match is compared as one text',
    etag(CHANGED, 'if (ifMatch !== etag(address)) throw changed();'),
  ),
  mutant('match.star', 'If-Match: * is unknown', etag("if (ifMatch.trim() === '*') return { id };", '')),
  mutant(
    'match.weak',
    'If-Match compares weakly',
    etag(CHANGED, "if (!tagsIn(ifMatch.replaceAll('W/', '')).includes(etag(address))) throw changed();"),
  ),
  mutant('none-match.same', 'If-None-Match is ignored', forgetting('true')),
  mutant('none-match.list', 'a list in If-None-Match is ignored', forgetting("header.includes(',')")),
  mutant('none-match.weak', 'a weak tag in If-None-Match is ignored', forgetting("header.startsWith('W/')")),
  mutant('none-match.star', 'If-None-Match: * is ignored', forgetting("header === '*'")),
  mutant('none-match.other', 'any If-None-Match is answered with 304', etag(KNOWN, "return ifNoneMatch !== '';")),
  mutant(
    'race.put',
    'the tag is compared first, and the write does not look again',
    store('const written = this.#table.where(target)', 'const written = this.#table.where({ id: target.id })'),
  ),
  mutant(
    'method.collection',
    'Allow of the collection forgets POST',
    routes("allowOnly('GET', 'HEAD', 'POST')", "allowOnly('GET', 'HEAD')"),
  ),
  mutant(
    'method.item',
    'Allow of an address forgets PUT and DELETE',
    routes("allowOnly('GET', 'HEAD', 'PUT', 'DELETE')", "allowOnly('GET', 'HEAD')"),
  ),
  mutant('method.options', 'OPTIONS is answered with 200', methods('response.status(204)', 'response.status(200)')),
  mutant(
    'method.head',
    'HEAD answers 200 to everything, without the headers of GET',
    routes(
      '.get(read(parts))',
      '.head((_request, response) => void response.status(200).end())\n    .get(read(parts))',
    ),
  ),
  mutant(
    'conforms.createAddress.1.4',
    'the 201 of an address whose country was sent has no ETag',
    routes(
      SET_ETAG,
      "if (response.statusCode !== 201 || !response.req.body?.country) response.set('ETag', etag(address));\n  // @lab:end",
    ),
  ),
  mutant(
    'conforms.readAddress.1.4',
    'a GET with an If-None-Match that does not fit gets no ETag',
    before(
      "const set = response.set.bind(response);\n    if (request.get('If-None-Match') === '\"other\"') response.set = (...header) => (header[0] === 'ETag' ? response : set(...header));",
    ),
  ),
  mutant(
    'conforms.replaceAddress.1.4',
    'PUT answers with a media type of its own',
    onAnswer("if (request.method === 'PUT' && response.statusCode === 200) response.type('application/hal+json');"),
  ),
  mutant(
    'conforms.deleteAddress.1.4',
    'the problem of a second DELETE has no title',
    onAnswer("if (request.method === 'DELETE' && body?.status === 404) delete body.title;"),
  ),
  {
    id: 'method.head.known',
    describes: 'HEAD ignores If-None-Match',
    kills: ['method.head'],
    edits: [forgetting("request.method === 'HEAD'")],
  },
  {
    id: 'put.removes.etag',
    describes: 'the ETag stays when line2 alone changes',
    kills: ['put.removes'],
    edits: [
      store(
        "this.#knex.raw('version + 1')",
        'this.#knex.raw(\'version + case when line1 = ? and "postalCode" = ? then 0 else 1 end\', [verified.line1, verified.postalCode])',
      ),
    ],
  },
  {
    id: 'method.collection.allow',
    describes: 'Allow of the collection names methods that it refuses',
    kills: ['method.collection'],
    edits: [
      routes(".all(allowOnly('GET', 'HEAD', 'POST'))", ".all(allowOnly('GET', 'HEAD', 'POST', 'PUT', 'DELETE'))"),
    ],
  },
  {
    id: 'method.item.allow',
    describes: 'Allow of an address names POST',
    kills: ['method.item'],
    edits: [
      routes(
        ".all(allowOnly('GET', 'HEAD', 'PUT', 'DELETE'))",
        ".all(allowOnly('GET', 'HEAD', 'POST', 'PUT', 'DELETE'))",
      ),
    ],
  },
  {
    id: 'method.head.unknown',
    describes: 'HEAD of an address that is not there is answered with 200',
    kills: ['method.head'],
    edits: [
      routes(
        '.get(read(parts))',
        ".get(async ({ method, params }, response, next) => {\n      if (method !== 'HEAD' || (await parts.addresses.read(String(params.id)))) return next();\n      response.status(200).end();\n    }, read(parts))",
      ),
    ],
  },
];
