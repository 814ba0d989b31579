import { mutant } from '../../../src/validity/mutant.ts';
import { draft, onAnswer, routes, store, touchedOn, touching, verification } from './edits.ts';

const VERIFY_PUT = "await verify(draft, request.get('traceparent'))";

/** Mistakes of checkpoint 1.5, verify by a web API: PUT. */
export const mutants = [
  mutant(
    'put.point',
    'a deliveryPoint in a PUT is ignored',
    draft(
      'isDeepStrictEqual(value, shown.get(name));',
      "(name === 'deliveryPoint' || isDeepStrictEqual(value, shown.get(name)));",
    ),
  ),
  mutant(
    'put.verified',
    'a PUT is stored as it was typed',
    routes(VERIFY_PUT, '{ ...draft, deliveryPoint: current.deliveryPoint }'),
  ),
  mutant(
    'put.none',
    'a PUT of a place that the API does not know is stored as it was typed',
    routes(
      VERIFY_PUT,
      "await verify(draft, request.get('traceparent')).catch((error) => {\n      if (error.status === 422) return { ...draft, deliveryPoint: current.deliveryPoint };\n      throw error;\n    })",
    ),
  ),
  mutant(
    'put.taken',
    'a PUT that lands on another address is answered with 412',
    store("throw new Problem(409, 'Another", "throw new Problem(412, 'Another"),
  ),
  mutant(
    'conforms.replaceAddress.1.5',
    'the 409 has no title',
    onAnswer("if (request.method === 'PUT' && body?.status === 409) delete body.title;"),
  ),
  mutant(
    'race.place',
    'the place is looked up before the write, and who loses a race gets 412',
    store(
      'const [address] = await written.catch(refuseTaken);',
      'const taken = await this.#table.where({ deliveryPoint: verified.deliveryPoint }).whereNot({ id: target.id }).first();\n    if (taken) throw new Problem(409, "Taken.");\n    await new Promise((resolve) => setTimeout(resolve, 50));\n    const [address] = await written.catch(() => []);',
    ),
  ),
  {
    id: 'put.none.etag',
    describes: 'a PUT of a place that the API does not know leaves the address as it was, under another ETag',
    kills: ['put.none'],
    edits: [routes(VERIFY_PUT, touchedOn(422)), touching],
  },
  {
    id: 'put.taken.etag',
    describes: 'a PUT that lands on another address leaves the address as it was, under another ETag',
    kills: ['put.taken'],
    edits: [
      store(
        'const [address] = await written.catch(refuseTaken);',
        'const [address] = await written.catch(async (error) => {\n      await this.touch(target.id);\n      return refuseTaken(error);\n    });',
      ),
      touching,
    ],
  },
  {
    id: 'put.taken.told',
    describes: 'the detail of the 409 is what the database says',
    kills: ['put.taken'],
    edits: [
      store(
        "throw new Problem(409, 'Another address is at this delivery point.')",
        'throw new Problem(409, String(error))',
      ),
    ],
  },
  mutant(
    'limit.put',
    'the API has 20 s for the address of a PUT',
    routes(VERIFY_PUT, "await verify(draft, request.get('traceparent'), 20_000)"),
    verification(
      'traceparent: string | undefined) => Promise<Verified>',
      'traceparent: string | undefined, limitMs?: number) => Promise<Verified>',
    ),
    verification('return async (draft, traceparent) => {', 'return async (draft, traceparent, limitMs = 1_800) => {'),
    verification('await ask(urlOf(base, draft), traceparent);', 'await ask(urlOf(base, draft), traceparent, limitMs);'),
    verification(
      'async function ask(url: string, traceparent: string | undefined)',
      'async function ask(url: string, traceparent: string | undefined, limitMs: number)',
    ),
    verification('await call(url, { traceparent })', 'await call(url, { traceparent, limitMs })'),
  ),
  {
    id: 'limit.put.others',
    describes: 'PUTs ask the API one after another',
    kills: ['limit.put'],
    edits: [
      routes(VERIFY_PUT, "await inTurn(() => verify(draft, request.get('traceparent')))"),
      routes(
        'function list(',
        'let turn: Promise<unknown> = Promise.resolve();\n\nfunction inTurn<T>(work: () => Promise<T>): Promise<T> {\n  const mine = turn.then(work);\n  turn = mine.catch(() => undefined);\n  return mine;\n}\n\nfunction list(',
      ),
    ],
  },
];
