import { mutant } from '../../../src/validity/mutant.ts';
import { draft, etag, onError, page, problemInApp, routes, store, verification } from './edits.ts';

const CLASS = '/** The collection, and all of its SQL.';
const INSERT =
  "const [address] = await this.#table.insert(verified).onConflict('deliveryPoint').ignore().returning('*');";
const KNOWN = 'const known = await this.#table.where({ deliveryPoint: verified.deliveryPoint }).first();';
const REPEATS = '!Object.hasOwn(rules, name) && isDeepStrictEqual(value, shown.get(name));';
const VERIFY_PUT = "await verify(draft, request.get('traceparent'))";
const REMOVE = "addresses.remove(targetOf(address, request.get('If-Match')))";

/** Mistakes that hidden checks catch. */
export const mutants = [
  mutant(
    'member.inherited',
    'members that every object inherits count as known',
    draft('.filter((name) => !Object.hasOwn(rules, name));', '.filter((name) => !(name in rules));'),
  ),
  mutant(
    'member.null',
    'null is accepted for every member',
    draft(
      'if (value === undefined || value === null) return optional === true;',
      'if (value === undefined) return optional === true;\n  if (value === null) return true;',
    ),
  ),
  mutant(
    'query.inherited',
    'parameters that every object inherits count as known',
    page(
      'if (![...controls, ...filters].includes(name)) throw',
      'if (!(name in Object.fromEntries([...controls, ...filters].map((it) => [it, it])))) throw',
    ),
  ),
  mutant(
    'filter.case',
    'capitals do not matter to the filter city',
    store(
      'const query = this.#table.where(filters)',
      "const { city = null, ...others } = filters;\n    const query = this.#table.where(others).whereRaw('lower(city) = lower(coalesce(?, city))', [city])",
    ),
  ),
  mutant(
    'filter.zip-part',
    'the filter postalCode finds whatever begins with it',
    store(
      'return query.whereRaw(\'left("postalCode", 5) = ?\', [postalCode]);\n    return query.where({ postalCode });',
      'return query.whereRaw(\'left("postalCode", 5) = ?\', [postalCode]);\n    return query.whereRaw(\'starts_with("postalCode", ?)\', [postalCode]);',
    ),
  ),
  mutant(
    'filter.odd',
    'U+0000 in a filter is answered as if the database were away: 503',
    page("if (query.get(name)?.includes('\\0')) throw", "if (query.get(name) === '\\0\\0') throw"),
    problemInApp,
    onError(
      "if ('code' in error && error.code === '22021') return new Problem(503, 'The database cannot be reached.');",
    ),
  ),
  mutant(
    'page.ties',
    'pages begin after a moment of creation',
    store(
      ".where('sequence', side === 'after' ? '>' : '<', sequence);",
      ".whereRaw(`floor(extract(epoch from \"createdAt\") * 1000) ${side === 'after' ? '>' : '<'} ?`, [sequence]);",
    ),
    store(".orderBy('sequence', forward", ".orderBy('createdAt', forward"),
    store('Number(last.sequence)', 'last.createdAt.getTime()'),
  ),
  mutant(
    'match.comma',
    'If-Match is split at commas, and quotes are dropped',
    etag(
      'if (!tagsIn(ifMatch).includes(etag(address))) throw changed();',
      "const bare = (tag: string) => tag.trim().replaceAll('\"', '');\n  if (!ifMatch.split(',').map(bare).includes(bare(etag(address)))) throw changed();",
    ),
  ),
  mutant(
    'put.members',
    'unknown members of a PUT are ignored',
    draft(REPEATS, '!Object.hasOwn(rules, name) && (!shown.has(name) || isDeepStrictEqual(value, shown.get(name)));'),
  ),
  mutant(
    'put.body',
    'a PUT that is too large is a bad request: 400',
    problemInApp,
    onError("if (request.method === 'PUT' && error.status === 413) return new Problem(400, 'Too large.');"),
  ),
  mutant(
    'write.odd-id',
    'in a PUT or DELETE an id of odd characters is a bad request: 400',
    routes('{ params }: Request): Promise<Address> {', '{ params, method }: Request): Promise<Address> {'),
    routes(
      'const address = await addresses.read(String(params.id));',
      "if (method !== 'GET' && /[^\\w-]/.test(String(params.id))) throw new Problem(400, 'This is no id.');\n  const address = await addresses.read(String(params.id));",
    ),
  ),
  mutant(
    'race.mixed',
    'a DELETE compares the ETag first, and then deletes whatever is there',
    routes(REMOVE, "addresses.remove({ id: targetOf(address, request.get('If-Match')).id })"),
  ),
  mutant(
    'down.other',
    'any success of the API will do',
    verification('if (status !== 200) throw', 'if (status > 299) throw'),
  ),
  mutant(
    'down.odd',
    'whatever has a length counts as a list of candidates',
    verification('if (!Array.isArray(candidates)) throw', 'if (Object(candidates).length === undefined) throw'),
  ),
  mutant(
    'known.unchanged',
    'a second POST of a place replaces its line2',
    store(
      KNOWN,
      "const [known] = await this.#table.where({ deliveryPoint: verified.deliveryPoint }).update({ line2: verified.line2 }).returning('*');",
    ),
  ),
  mutant(
    'known.left',
    'a place is free again when its address is deleted, but not when it moves',
    store(
      INSERT,
      `const past = places.get(verified.deliveryPoint);\n      if (past) return { address: (await this.read(past.id)) ?? past, created: false };\n      ${INSERT}`,
    ),
    store(
      'if (address) return { address, created: true };',
      'if (address) places.set(address.deliveryPoint, address);\n      if (address) return { address, created: true };',
    ),
    store(
      'return (await this.#table.where(target).delete()) > 0;',
      'for (const [point, { id }] of places) if (id === target.id) places.delete(point);\n    return (await this.#table.where(target).delete()) > 0;',
    ),
    store(CLASS, `const places = new Map<string, Address>();\n\n${CLASS}`),
  ),
  mutant(
    'race.spellings',
    'POSTs of one text take turns, and the place is looked up first',
    routes(
      'await addresses.add(verified);',
      'await inTurn(JSON.stringify(request.body), () => addresses.add(verified));',
    ),
    routes(
      'function list(',
      'const turns = new Map<string, Promise<unknown>>();\n\nfunction inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {\n  const mine = (turns.get(key) ?? Promise.resolve()).then(work);\n  turns.set(key, mine.catch(() => undefined));\n  return mine;\n}\n\nfunction list(',
    ),
    store(
      INSERT,
      "const early = await this.#table.where({ deliveryPoint: verified.deliveryPoint }).first();\n      if (early) return { address: early, created: false };\n      const [address] = await this.#table.insert(verified).returning('*').catch(() => { throw new Problem(503, 'Try again.', { headers: { 'Retry-After': '1' } }); });",
    ),
  ),
  mutant(
    'put.line2',
    'line2 of a PUT does not go to the API, and is stored as it was typed',
    routes(
      VERIFY_PUT,
      "{ ...(await verify({ ...draft, line2: null }, request.get('traceparent'))), line2: draft.line2 }",
    ),
  ),
  {
    id: 'filter.case.region',
    describes: 'capitals do not matter to the filter region',
    kills: ['filter.case'],
    edits: [
      page(
        '.filter(([name]) => filters.includes(name)))',
        ".filter(([name]) => filters.includes(name)).map(([name, value]) => [name, name === 'region' ? value.toUpperCase() : value]))",
      ),
    ],
  },
  {
    id: 'put.members.cut',
    describes: 'the city of a PUT is cut to 64 characters in silence',
    kills: ['put.members'],
    edits: [
      draft(
        'return parseDraft(Object.fromEntries(Object.entries(body).filter((member) => !repeats(member))));',
        "const rest = Object.fromEntries(Object.entries(body).filter((member) => !repeats(member)));\n  if (typeof rest.city === 'string') rest.city = rest.city.slice(0, 64);\n  return parseDraft(rest);",
      ),
    ],
  },
  {
    id: 'known.unchanged.etag',
    describes: 'the 200 of a known place has the ETag that its 201 had',
    kills: ['known.unchanged'],
    edits: [
      routes(
        '.location(pathOf(address));\n    show(address, response);',
        '.location(pathOf(address));\n    show(created ? address : { ...address, version: 1 }, response);',
      ),
    ],
  },
];
