import { mutant } from '../../../src/validity/mutant.ts';
import { before, draft, etag, page, routes, verification } from './edits.ts';

const SHOWN = 'return `"${version}"`;';
const VERIFY_PUT = "await verify(draft, request.get('traceparent'))";
const READ = 'return { ...draft, deliveryPoint };';

/** Mistakes that hidden checks catch: ETags, PUT, and what is stored. */
export const mutants = [
  mutant(
    'none-match.comma',
    'If-None-Match is split at commas, and quotes are dropped',
    etag(
      "return tagsIn(ifNoneMatch).some((tag) => tag.replace(/^W\\//, '') === etag(address));",
      "const bare = (tag: string) => tag.trim().replace(/^W\\//, '').replaceAll('\"', '');\n  return ifNoneMatch.split(',').map(bare).includes(bare(etag(address)));",
    ),
  ),
  mutant(
    'etag.survives',
    'the ETag has the start of the process in it',
    etag(SHOWN, 'return `"${version}-${performance.timeOrigin.toString(36)}"`;'),
  ),
  mutant(
    'etag.back',
    'the ETag names what the client has sent, and not when',
    etag(
      'export function etag({ version }: Address): string {',
      'export function etag({ line1, line2, postalCode }: Address): string {',
    ),
    etag(SHOWN, 'return `"${Buffer.from(JSON.stringify([line1, line2, postalCode])).toString(\'base64url\')}"`;'),
  ),
  mutant(
    'put.listed',
    'an address is found in the collection by what it was before a PUT, too',
    routes('function list(', 'const past: Address[] = [];\n\nfunction list('),
    routes(
      'if (!address) throw changed();\n    show(address, response);',
      'if (!address) throw changed();\n    past.push(current);\n    show(address, response);',
    ),
    routes(
      'const page = await addresses.page(asked);',
      "const page = await addresses.page(asked);\n    if (page.addresses.length === 0) page.addresses.push(...past.filter(({ postalCode }) => postalCode === query.get('postalCode')));",
    ),
  ),
  mutant(
    'put.freed',
    'a PUT to a place whose address was deleted is refused: 409',
    routes('function list(', 'const gone = new Set<string>();\n\nfunction list('),
    routes(
      VERIFY_PUT,
      `await verify(draft, request.get('traceparent')).then((verified) => {\n      if (gone.has(verified.deliveryPoint)) throw new Problem(409, 'This place is taken.');\n      return verified;\n    })`,
    ),
    routes('    response.status(204).end();', '    gone.add(address.deliveryPoint);\n    response.status(204).end();'),
  ),
  mutant(
    'put.again',
    'a PUT that has a ZIP alone is not verified when line1 is as it was',
    routes(
      VERIFY_PUT,
      `draft.line1 === current.line1 && draft.postalCode.length === 5 ? { ...draft, deliveryPoint: current.deliveryPoint } : ${VERIFY_PUT}`,
    ),
  ),
  mutant(
    'down.discreet',
    'the detail of a 503 is the stack of the error behind it',
    verification("'The address cannot be verified at the moment.'", 'String(Object(cause).stack)'),
  ),
  mutant(
    'verify.exact',
    'what the API answers is stored with & and < written as in HTML',
    verification(
      READ,
      "return { ...draft, line1: line1.replaceAll('&', '&amp;').replaceAll('<', '&lt;'), deliveryPoint };",
    ),
  ),
  {
    id: 'down.odd.single',
    describes: 'one candidate that is not in a list is used',
    kills: ['down.odd'],
    edits: [
      verification(
        'if (!Array.isArray(candidates)) throw',
        'if (isCandidate(candidates)) return [candidates];\n  if (!Array.isArray(candidates)) throw',
      ),
    ],
  },
  {
    id: 'verify.exact.nfc',
    describes: 'the characters of what the API answers are composed before it is stored',
    kills: ['verify.exact'],
    edits: [verification(READ, "return { ...draft, line1: line1.normalize('NFC'), deliveryPoint };")],
  },
  {
    id: 'verify.exact.region',
    describes: 'the region is stored as the client sent it',
    kills: ['verify.exact'],
    edits: [
      verification(
        'if (candidates.length > 0) return readCandidate(candidates[0]);',
        'if (candidates.length > 0) return { ...readCandidate(candidates[0]), region: draft.region };',
      ),
    ],
  },
  {
    id: 'down.other.busy',
    describes: 'an API that refuses the query is taken for an address that does not exist: 422',
    kills: ['down.other'],
    edits: [verification('if (status !== 200) throw', 'if (status === 400) return [];\n  if (status !== 200) throw')],
  },
  {
    id: 'down.shape.city',
    describes: 'when a candidate has no city, that of the client is stored',
    kills: ['down.shape'],
    edits: [
      verification(
        'if (candidates.length > 0) return readCandidate(candidates[0]);',
        'if (candidates.length > 0) {\n      if (candidates[0]?.components) candidates[0].components.city_name ??= draft.city;\n      return readCandidate(candidates[0]);\n    }',
      ),
    ],
  },
  {
    id: 'put.body.untyped',
    describes: 'a PUT without a media type is read as JSON',
    kills: ['put.body'],
    edits: [before("if (request.method === 'PUT') request.headers['content-type'] ??= 'application/json';")],
  },
  {
    id: 'member.null.optional',
    describes: 'null for line2 is a bad request: 400',
    kills: ['member.null'],
    edits: [
      draft(
        'return { line1, line2: line2 ?? null,',
        "if (line2 === null) throw new Problem(400, 'The body cannot be read.');\n  return { line1, line2: line2 ?? null,",
      ),
    ],
  },
  {
    id: 'query.inherited.fields',
    describes: 'fields that every object inherits count as known',
    kills: ['query.inherited'],
    edits: [page('!members.includes(name));', '!(name in Object.fromEntries(members.map((it) => [it, it]))));')],
  },
  {
    id: 'filter.odd.empty',
    describes: 'an empty filter is left out',
    kills: ['filter.odd'],
    edits: [
      page(
        '.filter(([name]) => filters.includes(name)))',
        ".filter(([name, value]) => filters.includes(name) && value !== ''))",
      ),
    ],
  },
  {
    id: 'member.inherited.nameless',
    describes: 'a member without a name is ignored',
    kills: ['member.inherited'],
    edits: [
      draft(
        '.filter((name) => !Object.hasOwn(rules, name));',
        ".filter((name) => name !== '' && !Object.hasOwn(rules, name));",
      ),
    ],
  },
];
