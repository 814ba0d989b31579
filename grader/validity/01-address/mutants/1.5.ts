import { mutant } from '../../../src/validity/mutant.ts';
import { onAnswer, page, routes, store, verification } from './edits.ts';

const CANDIDATE = 'if (candidates.length > 0) return readCandidate(candidates[0]);';
const POSTAL = 'const postalCode = plus4_code ? `${zipcode}-${plus4_code}` : zipcode;';
const ADD = "const [address] = await this.#table.insert(verified).onConflict('deliveryPoint').ignore().returning('*');";

/** Mistakes of checkpoint 1.5, verify by a web API. */
export const mutants = [
  mutant('verify.asked', 'the state goes to the API as region', verification('state: region,', 'region,')),
  mutant(
    'verify.street2',
    'line2 is not sent to the API, and is stored as it was typed',
    verification("if (line2) query.set('street2', line2);", ''),
    verification(
      CANDIDATE,
      'if (candidates.length > 0) return { ...readCandidate(candidates[0]), line2: draft.line2 };',
    ),
  ),
  mutant(
    'verify.official',
    'line1 is stored as it was typed',
    verification(
      CANDIDATE,
      'if (candidates.length > 0) return { ...readCandidate(candidates[0]), line1: draft.line1 };',
    ),
  ),
  mutant(
    'verify.plus4',
    'the postalCode is stored as it was typed',
    verification(
      CANDIDATE,
      'if (candidates.length > 0) return { ...readCandidate(candidates[0]), postalCode: draft.postalCode };',
    ),
  ),
  mutant(
    'verify.no-plus4',
    'every postalCode is taken to have four more digits',
    verification(POSTAL, 'const postalCode = `${zipcode}-${plus4_code}`;'),
  ),
  mutant(
    'verify.line2',
    'line2 is stored as it was typed',
    verification(
      CANDIDATE,
      'if (candidates.length > 0) return { ...readCandidate(candidates[0]), line2: draft.line2 };',
    ),
  ),
  mutant(
    'verify.point',
    'the deliveryPoint lacks its check digit',
    verification(
      'return { ...draft, deliveryPoint };',
      'return { ...draft, deliveryPoint: deliveryPoint.slice(0, -1) };',
    ),
  ),
  mutant(
    'verify.first',
    'of several candidates the last is used',
    verification('readCandidate(candidates[0])', 'readCandidate(candidates.at(-1))'),
  ),
  mutant(
    'verify.none',
    'an unknown address is reported at /line1',
    verification("const errors = [{ pointer: '',", "const errors = [{ pointer: '/line1',"),
  ),
  mutant(
    'verify.rules-first',
    'the API is asked about bodies that break a rule',
    routes('await verify(parseDraft(request.body)', 'await verify(await judged(request.body, verify)'),
    routes(
      'function list(',
      'async function judged(body: unknown, verify: Verify) {\n  try {\n    return parseDraft(body);\n  } catch (error) {\n    await verify(Object(body), undefined).catch(String);\n    throw error;\n  }\n}\n\nfunction list(',
    ),
  ),
  mutant(
    'known.same',
    'the 200 for a known place names the collection in Location',
    routes('.location(pathOf(address));', ".location(created ? pathOf(address) : '/addresses');"),
  ),
  mutant(
    'race.post',
    'the place is looked up first, and the loser of a race is sent away',
    store(
      ADD,
      "const early = await this.#table.where({ deliveryPoint: verified.deliveryPoint }).first();\n      if (early) return { address: early, created: false };\n      const [address] = await this.#table.insert(verified).returning('*').catch(() => { throw new Problem(503, 'Try again.', { headers: { 'Retry-After': '1' } }); });",
    ),
  ),
  mutant(
    'known.deleted',
    'every place that was ever created is remembered',
    store(
      ADD,
      `const past = places.get(verified.deliveryPoint);\n      if (past) return { address: (await this.read(past.id)) ?? past, created: false };\n      ${ADD}`,
    ),
    store(
      'if (address) return { address, created: true };',
      'if (address) places.set(address.deliveryPoint, address);\n      if (address) return { address, created: true };',
    ),
    store(
      '/** The collection, and all of its SQL.',
      'const places = new Map<string, Address>();\n\n/** The collection, and all of its SQL.',
    ),
  ),
  mutant(
    'filter.point',
    'deliveryPoint is no filter',
    page(
      "const filters = ['city', 'region', 'postalCode', 'deliveryPoint'];",
      "const filters = ['city', 'region', 'postalCode'];",
    ),
    page('const members = [...filters,', "const members = [...filters, 'deliveryPoint',"),
  ),
  mutant(
    'fields.point',
    'deliveryPoint is no field',
    page('const members = [...filters,', "const members = [...filters.filter((name) => name !== 'deliveryPoint'),"),
  ),
  mutant(
    'conforms.createAddress.1.5',
    'the 503 has no title',
    onAnswer("if (request.method === 'POST' && body?.status === 503) delete body.title;"),
  ),
  mutant(
    'conforms.readAddress.1.5',
    'GET of an address with a second line forgets the deliveryPoint',
    onAnswer("if (request.method === 'GET' && body?.line2) delete body.deliveryPoint;"),
  ),
  {
    id: 'verify.first.fitting',
    describes: 'of several candidates the one with the ZIP that was sent is used',
    kills: ['verify.first'],
    edits: [
      verification(
        'readCandidate(candidates[0])',
        'readCandidate(candidates.find((it: any) => it?.components?.zipcode === draft.postalCode.slice(0, 5)) ?? candidates[0])',
      ),
    ],
  },
  mutant(
    'verify.encoded',
    'the street is put into the URL with its & and +',
    verification('new URLSearchParams({ street: line1, city,', 'new URLSearchParams({ city,'),
    verification(
      'street-address?${query}',
      "street-address?street=${encodeURI(line1).replaceAll('#', '%23')}&${query}",
    ),
  ),
  {
    id: 'filter.point.wild',
    describes: 'the filter deliveryPoint is a pattern, in which % means anything',
    kills: ['filter.point'],
    edits: [
      store(
        'const query = this.#table.where(filters)',
        "const { deliveryPoint = '%', ...others } = filters;\n    const query = this.#table.where(others).whereLike('deliveryPoint', deliveryPoint)",
      ),
    ],
  },
];
