import { course } from '../../src/cli/labs.ts';
import { openPool, type Pool } from '../../src/pool.ts';
import { goodServices } from '../../src/validity/subjects.ts';
import { shareCores } from '../support/cores.ts';
import { eachOf } from '../support/each-lab.ts';

const services = await eachOf(goodServices);
const share = shareCores();

let pool: Pool;
beforeAll(async () => {
  pool = await openPool({ course });
});
afterAll(() => pool[Symbol.asyncDispose]());

for (const { lab, name, folder } of services) {
  test.concurrent(`${lab}: the correct service ${name} scores 100`, async () => {
    const { outcomes, score } = await share(lab, () => pool.grade({ kind: 'folder', lab, folder }));
    expect(outcomes.filter(({ status }) => status !== 'passed').map(({ id, reason }) => ({ id, reason }))).toEqual([]);
    expect(score).toBe(100);
  });
}
