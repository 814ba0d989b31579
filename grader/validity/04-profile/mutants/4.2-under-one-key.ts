import { mutant } from '../../../src/validity/mutant.ts';
import { create, draft, operations, table } from './edits.ts';

const BEGIN = 'const [operation] = await this.#table.insert(wish).onConflict()';
const STANDING = ".whereNotIn('status', ['failed', 'compensated']).first();";
const CLASS = '/** All operations, and all of their SQL. */';

/** Mistakes of checkpoint 4.2 with the Idempotency-Key. */
export const mutants = [
  mutant(
    'key.missing',
    'without a key one is made up',
    draft(
      "const key = request.get('Idempotency-Key');",
      "const key = request.get('Idempotency-Key') ?? `${Math.random()}`;",
    ),
  ),
  mutant(
    'key.replayed',
    'a replay is written in lines',
    create(
      'await show(parts, other, ask, response);',
      'const lines = other.body && JSON.stringify(JSON.parse(other.body), null, 2);\n  await show(parts, { ...other, body: lines }, ask, response);',
    ),
  ),
  mutant(
    'key.past',
    'a replay shows the profile as it is now',
    create(
      'operation.body === null ? await readAnswer(parts, operation, ask) : operation;',
      'await readAnswer(parts, operation, ask);',
    ),
    operations(
      'await this.#table.where({ id, body: null }).update(answer);',
      'await this.#table.where({ id }).update(answer);',
    ),
  ),
  mutant(
    'key.other-body',
    'another body under the same key is not noticed, where the client has waited',
    create('if (other && other.fingerprint', 'if (other?.later && other.fingerprint'),
  ),
  mutant(
    'key.own',
    'keys are everybody’s',
    operations('this.#table.where({ owner, key })', 'this.#table.where({ key })'),
    table(
      'create unique index operations_key on operations (owner, key)',
      'create unique index operations_key on operations (key)',
    ),
  ),
  mutant(
    'key.in-flight',
    'who comes too early is not told when to come again',
    create("{ code: 'in-flight', headers }", "{ code: 'in-flight' }"),
  ),
  mutant(
    'key.again',
    'an operation that has failed keeps its key',
    operations(STANDING, ".whereNotIn('status', ['compensated']).first();"),
  ),
  mutant(
    'key.any-body',
    'a key belongs to the body that it came with first, also after a refusal',
    operations(
      "import type { Knex } from 'knex';",
      "import { Problem } from '@seeka/kit/problem';\nimport type { Knex } from 'knex';",
    ),
    operations(
      BEGIN,
      `const { owner, key, fingerprint } = wish;\n    const before = await this.#table.where({ owner, key }).whereNot({ fingerprint }).first();\n    if (before) throw new Problem(422, 'Another body.', { errors: [{ pointer: '', detail: 'is another one' }] });\n    ${BEGIN}`,
    ),
  ),
  mutant(
    'key.person',
    'the key for Person is that of the client, and how many operations have ended under it',
    operations(
      BEGIN,
      "const ended = await this.#table.where({ key: wish.key }).whereNotIn('status', ['running', 'undoing']);\n    const personKey = `${wish.key}-${ended.length}`;\n    const [operation] = await this.#table.insert({ ...wish, personKey }).onConflict()",
    ),
    table('"personKey" uuid not null', '"personKey" text not null'),
  ),
  mutant(
    'key.race',
    'the key is looked up, and then the operation is stored',
    table('create unique index operations_key', 'create index operations_key'),
  ),
  mutant(
    'key.restart',
    'only what this process has begun is replayed',
    operations(CLASS, `const begun = new Set<string>();\n\n${CLASS}`),
    operations(
      `return this.#table.where({ owner, key })${STANDING}`,
      `const operation = await this.#table.where({ owner, key })${STANDING}\n    return operation && begun.has(operation.id) ? operation : undefined;`,
    ),
    operations(
      '    return operation;\n    // @lab:starter',
      '    if (operation) begun.add(operation.id);\n    return operation;\n    // @lab:starter',
    ),
  ),
];
