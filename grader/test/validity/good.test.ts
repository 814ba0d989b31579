import { join } from 'node:path';
import { openPool, type Pool } from '../../src/pool.ts';
import { goodServices } from '../../src/validity/verify.ts';

const course = join(import.meta.dirname, '..', '..', '..');
const lab = '01-address';
const services = await goodServices(course, lab);

let pool: Pool;
beforeAll(async () => {
  pool = await openPool({ course });
});
afterAll(() => pool[Symbol.asyncDispose]());

for (const { name, folder } of services) {
  test.concurrent(`the correct service ${name} scores 100`, async () => {
    const { outcomes, score } = await pool.grade({ kind: 'folder', lab, folder });
    expect(outcomes.filter(({ status }) => status !== 'passed').map(({ id, reason }) => ({ id, reason }))).toEqual([]);
    expect(score).toBe(100);
  });
}
