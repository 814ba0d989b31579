import { course, knownLabs } from '../../src/cli/labs.ts';
import { openPool, type Pool } from '../../src/pool.ts';
import { degenerateServers } from '../../src/validity/subjects.ts';
import { eachOf } from '../support/each-lab.ts';

const servers = await eachOf(degenerateServers);

/** Who never answers /health is waited for 20 s. */
const LIMIT_MS = 90_000;

let pool: Pool;
beforeAll(async () => {
  // As many as Jest tries at once: these servers spend their time waiting.
  pool = await openPool({ course, workers: 10 });
});
afterAll(() => pool[Symbol.asyncDispose]());

for (const { lab, name, folder, most } of servers) {
  const title = `${lab}: a server that ${name.replaceAll('-', ' ')} earns at most ${most} points`;
  test.concurrent(
    title,
    async () => {
      const { score, outcomes } = await pool.grade({ kind: 'folder', lab, folder });
      expect(outcomes.filter(({ status }) => status === 'faulted')).toEqual([]);
      expect(score).toBeLessThanOrEqual(most);
    },
    LIMIT_MS,
  );
}

test.each(knownLabs())('%s: there is a server for each way to be no service', (id) => {
  const names = servers.filter(({ lab }) => lab === id).map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      'answers-404',
      'answers-an-empty-object',
      'echoes',
      'hangs',
      'exits',
      'never-stops-sending',
    ]),
  );
});
