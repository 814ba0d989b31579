import { operation, operations, saga, undo } from './edits.ts';

const STANDING = ".whereNotIn('status', ['failed', 'compensated']).first();";
const PROBLEM = '...(isSettled(operation) && problem && { problem }),';
const KEPT = "if (addressStep !== 'done' || !addressMade || addressId === null) return operation;";
const CLASS = '/** All operations, and all of their SQL. */';

/** Mistakes of checkpoint 4.4 in what is left of an operation that did not work. */
export const mutants = [
  {
    id: 'later.failed.key',
    describes: 'an operation that was answered later keeps its key, also after it has failed',
    kills: ['later.failed'],
    edits: [
      operations(
        STANDING,
        ".where((all) => all.whereNotIn('status', ['failed', 'compensated']).orWhere({ later: true })).first();",
      ),
    ],
  },
  {
    id: 'later.failed.kept',
    describes: 'an address that stays is called undone',
    kills: ['later.failed'],
    edits: [
      undo(
        KEPT,
        `if (addressStep === 'done' && !addressMade) return parts.operations.change(id, { addressStep: 'undone' });\n  ${KEPT}`,
      ),
    ],
  },
  {
    id: 'later.compensated.link',
    describes: 'an operation leads to the profile of a person who was undone',
    kills: ['later.compensated'],
    edits: [operation("status === 'succeeded' && personId !== null", 'personId !== null')],
  },
  {
    id: 'operation.problem.late',
    describes: 'the problem of an operation does not tell what is late from what is away',
    kills: ['operation.problem'],
    edits: [
      operation(
        PROBLEM,
        '...(isSettled(operation) && problem && { problem: { ...problem, status: problem.status === 504 ? 503 : problem.status } }),',
      ),
    ],
  },
  {
    id: 'durable.address.made',
    describes: 'what a call after a restart finds was made by the one before it',
    kills: ['durable.address'],
    edits: [
      operations(CLASS, `export const begun = new Set<string>();\n\n${CLASS}`),
      operations(
        '    return operation;\n    // @lab:starter',
        '    if (operation) begun.add(operation.id);\n    return operation;\n    // @lab:starter',
      ),
      saga('addressMade: answer.status === 201 }', 'addressMade: answer.status === 201 || !begun.has(operation.id) }'),
      saga(
        "import type { Operations } from './operations.ts';",
        "import { begun, type Operations } from './operations.ts';",
      ),
    ],
  },
];
