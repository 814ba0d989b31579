import { mutant } from '../../../src/validity/mutant.ts';
import { draft, onAnswer, routes, store, touchedOn, touching } from './edits.ts';

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
];
