import type { Mutant } from '../../../src/validity/mutant.ts';
import { create, neighbours, operationRoutes, operations, patience, profileRoutes, removal, remove } from './edits.ts';

const HEARD = 'const heard = await askOnce(question, asked).catch(unanswered);';
const FAILED = "if (answer.status >= 500) throw new Unanswered(url, 'failed', false);";
const HOME = 'return shown(await ask({ ...question, circuit: this.#circuits.address }, asked));';
const PERSON = 'return shown(await ask(this.#person(`/persons/${encodeURIComponent(id)}`), asked));';
const READ = 'const profile = await readOwn(parts, request.params.personId, callerOf(response));';
const CLASS = '/** All operations, and all of their SQL. */';
const HAS_MADE = "return (await this.#table.where({ owner, personId }).first('id')) !== undefined;";
const CHANGED = "update(change).returning('*');";
const REUSED = 'if (other && other.fingerprint !== wish.fingerprint) throw keyReused();';

/** Status 500 is not asked again, where `call` is of this kind. */
function finalAt500(condition: string) {
  return patience(
    FAILED,
    `if (answer.status >= 500) throw new Unanswered(url, answer.status === 500 && ${condition} ? 'late' : 'failed', false);`,
  );
}

/** Rules that are kept in most places, and not in one. */
export const mutants: Mutant[] = [
  {
    id: 'read.person-odd.empty',
    describes: 'whom Person shows without a body (204) is nobody: 404',
    kills: ['read.person-odd'],
    edits: [
      neighbours(
        PERSON,
        'const answer = await ask(this.#person(`/persons/${encodeURIComponent(id)}`), asked);\n    return answer.status === 204 ? undefined : shown(answer);',
      ),
    ],
  },
  {
    id: 'read.unavailable.empty',
    describes: 'an address without a body (204) is no address',
    kills: ['read.unavailable'],
    edits: [
      neighbours(
        HOME,
        'const answer = await ask({ ...question, circuit: this.#circuits.address }, asked);\n    return answer.status === 204 ? undefined : shown(answer);',
      ),
    ],
  },
  {
    id: 'key.restart.maker',
    describes: 'who has made a profile is kept in memory alone',
    kills: ['key.restart'],
    edits: [
      operations(CLASS, `const makers = new Set<string>();\n\n${CLASS}`),
      operations(HAS_MADE, 'return makers.has(`${owner} ${personId}`);'),
      operations(
        CHANGED,
        `${CHANGED}\n    if (operation?.personId) makers.add(\`\${operation.owner} \${operation.personId}\`);`,
      ),
    ],
  },
  {
    id: 'delete.unsaid.dropped',
    describes: 'an address that cannot be deleted at once is forgotten',
    kills: ['delete.unsaid'],
    edits: [
      removal(
        'await clearAddress(neighbours, removal.addressId, ask);',
        'await clearAddress(neighbours, removal.addressId, ask).catch(() => undefined);',
      ),
    ],
  },
  {
    id: 'undo.nobody-else.no-list',
    describes: 'where Person shows no list, nobody lives at the address',
    kills: ['undo.nobody-else'],
    edits: [
      neighbours("if (!Array.isArray(data)) throw new Unanswered('/persons', 'failed', false, 'no list');\n", ''),
      neighbours('return data.length > 0;', 'return (data as unknown[] | undefined)?.[0] !== undefined;'),
    ],
  },
  {
    id: 'later.replayed.other-body',
    describes: 'a key with another body is answered with the operation, where nobody waits',
    kills: ['later.replayed'],
    edits: [create(REUSED, `if (other && !other.later && other.fingerprint !== wish.fingerprint) throw keyReused();`)],
  },
  {
    id: 'operation.etag.steps',
    describes: 'the ETag of an operation is that of its status, whatever has become of its steps',
    kills: ['operation.etag'],
    edits: [
      operationRoutes(
        'const version = versionOf(operation.id, representation);',
        'const version = versionOf(operation.id, { status: operation.status });',
      ),
    ],
  },
  {
    id: 'repeat.read.500',
    describes: 'a read that is answered with 500 is not repeated',
    kills: ['repeat.read'],
    edits: [finalAt500('wanted === undefined')],
  },
  {
    id: 'repeat.write.500',
    describes: 'a write that is answered with 500 is not repeated',
    kills: ['repeat.write'],
    edits: [finalAt500('wanted !== undefined')],
  },
  {
    id: 'repeat.pause.second',
    describes: 'the pause before a second repeat is half a second longer',
    kills: ['repeat.pause'],
    edits: [patience('await setTimeout(pauseMs());', 'await setTimeout(pauseMs() + 500 * repeats);')],
  },
  {
    id: 'repeat.made',
    describes: 'an address that a repeat has made may be that of somebody else, and stays',
    kills: ['repeat.made'],
    edits: [
      neighbours(
        "return ask(this.#address('/addresses', json('POST', draft)), asked);",
        "return ask(this.#address('/addresses', json('POST', draft)), asked).then((answer) => ({\n      ...answer,\n      status: answer.repeated && answer.status === 201 ? 200 : answer.status,\n    }));",
      ),
    ],
  },
  {
    id: 'circuit.cut.repeats',
    describes: 'a call and its repeats count as one failure',
    kills: ['circuit.cut'],
    edits: [
      patience(
        HEARD,
        [
          'const { circuit } = question;',
          "const counted = (report) => (result) => { if (result === 'answered') report(result); };",
          'const repeated = { get isOpen() { return circuit.isOpen; }, enter: () => counted(circuit.enter()) };',
          'const heard = await askOnce(repeats > 0 ? { ...question, circuit: repeated } : question, asked).catch(unanswered);',
        ].join('\n    '),
      ),
    ],
  },
  {
    id: 'circuit.writes.later',
    describes: 'who does not wait may begin an operation, whatever the circuits say',
    kills: ['circuit.writes'],
    edits: [create('if (neighbours.areResting)', 'if (!wish.later && neighbours.areResting)')],
  },
  {
    id: 'token.delete',
    describes: 'the address of a profile that is deleted is deleted without a token',
    kills: ['token.delete'],
    edits: [remove('personGone: true }, ask)', 'personGone: true }, { ...ask, authorization: undefined })')],
  },
  {
    id: 'token.delete.read',
    describes: 'a profile is read without a token',
    kills: ['token.delete'],
    edits: [
      profileRoutes(
        READ,
        `const { sub, ask } = callerOf(response);\n    ${READ.replace('callerOf(response)', '{ sub, ask: { ...ask, authorization: undefined } }')}`,
      ),
    ],
  },
];
