import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFiles } from '../../make/files.ts';

const course = join(import.meta.dirname, '..', '..', '..');

const openapi = `openapi: 3.1.0
info: { title: Toy, version: '1' }
paths:
  /toys:
    post:
      operationId: createToy
      x-checkpoint: '1.1'
      summary: Create a toy
      requestBody:
        content: { application/json: { schema: { type: object, required: [name], properties: { name: { type: string, minLength: 1, maxLength: 9 } } } } }
      responses:
        '200': { description: Known., x-checkpoint: '1.2', headers: { ETag: { description: Later. } } }
        '201':
          description: Made.
          headers: { ETag: { description: Its state. } }
          content: { application/json: { schema: { properties: { name: {}, id: { description: a | b, x-checkpoint: '1.2' } } } } }
`;

const files = new Map([
  ['solutions/01-toy/package.json', '{ "name": "@seeka/toy", "type": "module", "devDependencies": { "secret": "1" } }'],
  ['solutions/01-toy/README.md', 'For instructors.'],
  ['solutions/01-toy/test/a.test.ts', 'secret'],
  ['solutions/01-toy/openapi.yaml', openapi],
  ['solutions/01-toy/migrations/001.sql', 'select 1;\n'],
  ['solutions/01-toy/src/a.ts', `export const a = {\n  // @lab:begin 1.1\n  secret: 1,\n  // @lab:end\n};\n`],
  ['solutions/01-toy/src/later.ts', '// @lab:begin 1.2\n/** Secret. */\nexport const b = 2;\n// @lab:end\n'],
  ['labs/01-toy/hints.yaml', 'toy: [Look., Look closer., "`here`"]\n'],
  ['labs/01-toy/README.md', '# Toy\n\n<!-- generated:checkpoints-table -->\n<!-- /generated -->\n\nBye.\n'],
  [
    'labs/01-toy/lab.yaml',
    `lab: 01-toy\ntitle: Toy\nterm: Spring\nversion: '1.0'\nminutes: { read: 1, code: 1, write: 1 }\ndifficulty: 1
prerequisites: { labs: [], lessons: [] }\nsettings: {}\ncheckpoints:\n  - { id: '1.1', title: Make, points: 60 }\n  - { id: '1.2', title: Break, points: 40 }\n`,
  ],
]);

export interface ToyCourse extends AsyncDisposable {
  folder: string;
}

/** A course of one lab in a temporary folder, with the real formatter. */
export async function toyCourse(): Promise<ToyCourse> {
  const folder = await mkdtemp(join(tmpdir(), 'seeka-toy-'));
  await writeFiles(folder, files);
  for (const name of ['node_modules', 'biome.json']) await symlink(join(course, name), join(folder, name));
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}
