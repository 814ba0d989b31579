import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from '../src/answer.ts';
import { Conformance, conformanceChecks } from '../src/conformance.ts';
import { type OperationRule, readRules } from '../src/openapi.ts';

const description = `
openapi: 3.1.0
info: { title: t, version: '1' }
paths:
  /things/{id}:
    get:
      operationId: readThing
      x-checkpoint: '1.1'
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200':
          description: The thing.
          headers:
            ETag: { required: true, x-checkpoint: '1.4', schema: { type: string, pattern: '^"' } }
          content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } }
        '404':
          description: None.
          x-checkpoint: '1.2'
          content: { application/problem+json: { schema: { type: object } } }
components:
  schemas:
    Thing:
      type: object
      required: [id, point]
      properties:
        id: { type: string }
        point: { type: string, x-checkpoint: '1.5' }
        email: { type: string, pattern: '^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$' }
`;

let folder: string;
let rules: OperationRule[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seeka-conformance-'));
  await writeFile(join(folder, 'openapi.yaml'), description);
  rules = await readRules(join(folder, 'openapi.yaml'));
});
afterAll(() => rm(folder, { recursive: true }));

function answer(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  const text = JSON.stringify(body);
  const all = { 'content-type': 'application/json; charset=utf-8', ...headers };
  const url = 'http://127.0.0.1:1/things/7?x=1';
  const rest = {
    setCookies: [],
    bytes: Buffer.from(text),
    text,
    body,
    url,
    etag: undefined,
    location: undefined,
    durationMs: 0,
  };
  return { method: 'GET', status, headers: all, ...rest };
}

function statusesAfter(...answers: Answer[]): Record<string, string> {
  const conformance = new Conformance(rules);
  for (const one of answers) conformance.observe(one, '1.1');
  const checkpoints = ['1.1', '1.2', '1.4', '1.5'];
  return Object.fromEntries(checkpoints.map((id) => [id, conformance.verdict('readThing', id).status]));
}

const whole = answer(200, { id: 'a', point: 'p', more: 1 }, { etag: '"1"' });

test('there is one conformance check for each operation and checkpoint with a part in it', () => {
  expect(conformanceChecks(rules).map(({ id }) => id)).toEqual(
    ['1.1', '1.2', '1.4', '1.5'].map((checkpoint) => `conforms.readThing.${checkpoint}`),
  );
});

test('an answer that agrees passes every checkpoint it shows', () => {
  expect(statusesAfter(whole)).toEqual({ '1.1': 'passed', '1.2': 'blocked', '1.4': 'passed', '1.5': 'passed' });
});

test('a missing member fails the checkpoint that asks for it, and no other', () => {
  const without = answer(200, { id: 'a' }, { etag: '"1"' });
  expect(statusesAfter(without)).toMatchObject({ '1.1': 'passed', '1.4': 'passed', '1.5': 'failed' });
});

test('a missing header fails the checkpoint that asks for it, and no other', () => {
  const without = answer(200, { id: 'a', point: 'p' });
  expect(statusesAfter(without)).toMatchObject({ '1.1': 'passed', '1.4': 'failed', '1.5': 'passed' });
});

test('an error with the wrong media type fails the checkpoint of that error', () => {
  expect(statusesAfter(whole, answer(404, {}))).toMatchObject({ '1.1': 'passed', '1.2': 'failed' });
});

test('a fault that an earlier check shows already is not counted again for a later one', () => {
  const conformance = new Conformance(rules);
  const nameless = answer(200, { point: 'p' }, { etag: '"1"' });
  conformance.observe(nameless, '1.1');
  conformance.observe(nameless, '1.4');
  expect(['1.1', '1.4'].map((checkpoint) => conformance.verdict('readThing', checkpoint).status)).toContain('failed');
  expect(conformance.verdict('readThing', '1.4').status).not.toBe('failed');
});

test('a text of a million characters is judged at once, whatever the pattern', () => {
  const body = { id: 'a', point: 'p', email: `a@${'.'.repeat(900_000)}@` };
  expect(statusesAfter(answer(200, body, { etag: '"1"' }))).toMatchObject({ '1.1': 'failed' });
});

test('an undocumented status fails the later of its operation and the check that provoked it', () => {
  const conformance = new Conformance(rules);
  conformance.observe(whole, '1.1');
  conformance.observe(answer(500, {}), '1.2');
  expect(conformance.verdict('readThing', '1.1').status).toBe('passed');
  expect(conformance.verdict('readThing', '1.2').status).toBe('failed');
});

test('a server that refuses everything conforms to nothing', () => {
  const refusal = answer(404, {}, { 'content-type': 'application/problem+json' });
  expect(Object.values(statusesAfter(refusal))).toEqual(['blocked', 'blocked', 'blocked', 'blocked']);
});
