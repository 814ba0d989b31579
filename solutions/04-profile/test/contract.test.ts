import { randomUUID } from 'node:crypto';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { draft, openWorld, type World } from './world.ts';

let world: World;
const ajv = new Ajv2020({ strict: false, allErrors: true });
beforeAll(async () => {
  world = await openWorld();
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  ajv.addSchema((await world.send('GET', '/openapi.json')).body, 'contract');
});
afterAll(() => world[Symbol.asyncDispose]());

/** What is wrong with a value; empty when it is as the contract has it. */
function faults(schema: string, value: unknown): string {
  ajv.validate({ $ref: `contract#/components/schemas/${schema}` }, value);
  return ajv.errorsText();
}

test('real answers are what the schemas say', async () => {
  const body = draft();
  const later = { prefer: 'respond-async', 'idempotency-key': randomUUID() };

  expect(faults('ProfileDraft', body)).toBe('No errors');
  expect(faults('Profile', (await world.post({ body })).body)).toBe('No errors');
  expect(faults('Operation', (await world.post({ headers: later })).body)).toBe('No errors');
  expect(faults('Problem', (await world.post({ body: {} })).body)).toBe('No errors');
});

test('the schemas tell right from wrong', async () => {
  const { body } = await world.post();

  expect(faults('Profile', { ...body, unavailable: [] })).toMatch('unavailable');
  expect(faults('Profile', { ...body, links: [] })).toMatch('links');
  expect(faults('ProfileDraft', { ...draft(), id: 'x' })).toMatch('additional');
});
