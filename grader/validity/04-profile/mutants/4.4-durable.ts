import { mutant } from '../../../src/validity/mutant.ts';
import { background, operations, removals, saga, undo } from './edits.ts';

const UNFINISHED = "return this.#table.whereIn('status', ['running', 'undoing']);";

/** What becomes of the operations that the last process has left, before they go on. */
function afterRestart(code: string) {
  return operations(UNFINISHED, `${code}\n    ${UNFINISHED}`);
}

/** Mistakes of checkpoint 4.4 that are seen only after a restart. */
export const mutants = [
  mutant(
    'durable.address',
    'an operation whose address was under way is not taken up again',
    operations(UNFINISHED, UNFINISHED.replace(');', ").whereNot({ addressStep: 'running' });")),
  ),
  mutant(
    'durable.person',
    'after a restart POST /persons has another key',
    afterRestart(
      "await this.#table.where({ status: 'running' }).update('personKey', this.#knex.raw('gen_random_uuid()'));",
    ),
  ),
  mutant(
    'durable.link',
    'a link that was under way is taken for done',
    saga(
      'return await link(parts, peopled, ask);',
      "if (operation.linkStep === 'running') {\n      return await parts.operations.change(operation.id, { linkStep: 'done', status: 'succeeded' });\n    }\n    return await link(parts, peopled, ask);",
    ),
  ),
  mutant(
    'durable.awaited',
    'of what the last process has left, only operations that were answered with 202 go on',
    operations(UNFINISHED, UNFINISHED.replace(');', ').where({ later: true });')),
  ),
  mutant(
    'durable.refused',
    'where a person is refused after a restart, the address stays',
    background(
      'this.follow(operation, { traceparent: operation.traceparent ?? undefined })',
      "this.follow(operation, { traceparent: operation.traceparent ?? undefined, resumed: operation.status === 'running' })",
    ),
    undo(
      'const { id, addressStep, addressMade, addressId } = operation;',
      'const { id, addressStep, addressMade, addressId } = operation;\n  if (ask.resumed && operation.problem?.status === 422) return operation;',
    ),
  ),
  mutant(
    'durable.undo',
    'an undo is not taken up again',
    operations(UNFINISHED, "return this.#table.where({ status: 'running' });"),
  ),
  mutant('durable.delete', 'a DELETE is not taken up again', removals('return this.#table;', 'return [];')),
];
