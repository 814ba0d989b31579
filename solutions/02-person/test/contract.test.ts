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
  const created = await world.created();

  expect(faults('Person', created.body)).toBe('No errors');
  expect(faults('PersonReplacement', { ...created.body, ...draft() })).toBe('No errors');
  expect(faults('PersonPage', (await world.send('GET', '/persons?fields=email')).body)).toBe('No errors');
  expect(faults('InvalidProblem', (await world.created({ email: 1 })).body)).toBe('No errors');
  expect(faults('Problem', (await world.send('GET', '/persons/%00')).body)).toBe('No errors');
});

test('the schemas tell right from wrong', async () => {
  const { body } = await world.created();

  expect(faults('Person', { ...body, email: undefined })).toMatch('email');
  expect(faults('Person', { ...body, birthDate: 'yesterday' })).toMatch('birthDate');
  expect(faults('PersonDraft', { ...draft(), id: 'x' })).toMatch('additional');
});
