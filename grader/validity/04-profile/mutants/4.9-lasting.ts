import type { Mutant } from '../../../src/validity/mutant.ts';
import {
  background,
  circuit,
  draft,
  neighbours,
  operationRoutes,
  operations,
  patience,
  profile,
  removals,
  saga,
  server,
  undo,
} from './edits.ts';

/** What lasts: undos, operations, circuits, and not quite long enough. */
export const mutants: Mutant[] = [
  {
    id: 'undo.nobody-else.gone',
    describes: 'where Person answers 404 to who lives there, nobody does',
    kills: ['undo.nobody-else'],
    edits: [
      neighbours(
        'const { data } = shown(await ask(this.#person(`/persons?${query}`), asked))?.representation ?? {};',
        'const list = shown(await ask(this.#person(`/persons?${query}`), asked));\n    if (!list) return false;\n    const { data } = list.representation;',
      ),
    ],
  },
  {
    id: 'undo.stale.once',
    describes: 'the ETag of a person is read once, and kept',
    kills: ['undo.stale'],
    edits: [
      undo(
        'async function removePerson({ operations,',
        'const firstSeen = new Map<string, Shown | undefined>();\n\nasync function removePerson({ operations,',
      ),
      undo(
        '() => neighbours.person(personId, ask),',
        'async () => {\n      if (!firstSeen.has(personId)) firstSeen.set(personId, await neighbours.person(personId, ask));\n      return firstSeen.get(personId);\n    },',
      ),
    ],
  },
  {
    id: 'durable.person.doubt',
    describes: 'after a restart the last try tells what became of the first',
    kills: ['durable.person'],
    edits: [
      saga(
        "const inDoubt = outcome === 'in doubt' || (outcome === 'not done' && operation.personStep === 'running');",
        "const inDoubt = outcome === 'in doubt';",
      ),
    ],
  },
  {
    id: 'undo.patient.clients',
    describes: 'an undo ends with the time of its client',
    kills: ['undo.patient'],
    edits: [
      background(
        'undo(this.#parts, await operations.read(id), unhurried)',
        'undo(this.#parts, await operations.read(id), ask)',
      ),
    ],
  },
  {
    id: 'delete.unsaid.clients',
    describes: 'what a DELETE leaves to do ends with the time of its client',
    kills: ['delete.unsaid'],
    edits: [
      background(
        'const unhurried = { ...ask, until: undefined };\n    const home',
        'const unhurried = ask;\n    const home',
      ),
    ],
  },
  {
    id: 'operation.owner.person',
    describes: 'an operation is shown to the person that it has made',
    kills: ['operation.owner'],
    edits: [
      operations('async readOwn(owner: string, id: string)', "async readOwn(owner: string, id: string, sub = '')"),
      operations(
        'return this.#table.where({ id, owner }).first();',
        'const operation = await this.#table.where({ id }).first();\n    return operation?.owner === owner || operation?.personId === sub ? operation : undefined;',
      ),
      operationRoutes(
        'digest(callerOf(response).sub), request.params.id)',
        'digest(callerOf(response).sub), request.params.id, callerOf(response).sub)',
      ),
    ],
  },
  {
    id: 'later.compensated.retry',
    describes: 'an operation that is being undone is shown without Retry-After',
    kills: ['later.compensated'],
    edits: [
      operationRoutes('if (!isSettled(operation)) response', "if (operation.status === 'running') response"),
      operationRoutes('import { isSettled, represent }', 'import { represent }'),
    ],
  },
  {
    id: 'later.expired',
    describes: 'no call is made with a token that has expired',
    kills: ['later.expired'],
    edits: [
      patience(
        'if (limitMs <= 0) throw',
        "const [, claims] = asked.authorization?.split('.') ?? [];\n  if (claims !== undefined) {\n    const { exp } = JSON.parse(Buffer.from(claims, 'base64url').toString());\n    if (Date.now() / 1_000 > exp + 5) throw new Unanswered(url, 'failed', false);\n  }\n  if (limitMs <= 0) throw",
      ),
    ],
  },
  {
    id: 'key.gone',
    describes: 'when a profile is deleted, its key is free again',
    kills: ['key.gone'],
    edits: [
      removals(
        'async personIsGone({ id }: Removal): Promise<void> {',
        "async personIsGone({ id, personId }: Removal): Promise<void> {\n    await this.#knex('operations').where({ personId }).update({ key: this.#knex.raw('id::text') });",
      ),
    ],
  },
  {
    id: 'circuit.row',
    describes: 'a 4xx is no failure, and no success',
    kills: ['circuit.row'],
    edits: [
      patience(
        "report(answer.status >= 500 ? 'failed' : 'answered');",
        "if (answer.status < 400 || answer.status >= 500) report(answer.status >= 500 ? 'failed' : 'answered');",
      ),
    ],
  },
  {
    id: 'circuit.tries.probation',
    describes: 'after a try that succeeds, one failure opens the circuit of Person again',
    kills: ['circuit.tries'],
    edits: [
      circuit('#failures = 0;', '#failures = 0;\n  onProbation = false;'),
      circuit(
        "result === 'failed' ? this.#failures + 1 : 0;",
        "result === 'failed' ? this.#failures + 1 : this.onProbation && this.#failures >= MOST_FAILURES ? MOST_FAILURES - 1 : 0;",
      ),
      neighbours('person: new Circuit() };', 'person: Object.assign(new Circuit(), { onProbation: true }) };'),
    ],
  },
  {
    id: 'circuit.opens.address',
    describes: 'while the circuit of Person is open, the address is waited for',
    kills: ['circuit.opens'],
    edits: [
      profile('const [address, person] = await Promise.all([', 'const [address, person] = await all(['),
      profile(
        'function unavailable(error: unknown)',
        'async function all<A, B>(promises: [Promise<A>, Promise<B>]): Promise<[A, B]> {\n  await Promise.allSettled(promises);\n  return Promise.all(promises);\n}\n\nfunction unavailable(error: unknown)',
      ),
    ],
  },
  {
    id: 'trace.restart.begun',
    describes: 'a trace that the service has begun is not stored',
    kills: ['trace.restart'],
    edits: [
      draft(
        'traceparent: ask.traceparent ?? null,',
        "traceparent: request.get('traceparent') === undefined ? null : (ask.traceparent ?? null),",
      ),
    ],
  },
  {
    id: 'durable.asked',
    describes: 'what the last process has left is taken up when somebody asks',
    kills: ['durable.person', 'durable.link', 'durable.undo', 'durable.delete'],
    edits: [server('  parts.background.start();\n', '')],
  },
];
