import { dirname } from 'node:path';
import { seeka, seekaWith } from './seeka.ts';

test('doctor has a line for each thing the course can use, and says whether one can grade here', async () => {
  const { code, stdout } = await seeka('doctor');
  for (const name of ['platform', 'node', 'npm', 'postgres', 'disk', 'bubblewrap', 'chromium', 'git', 'port 8080']) {
    expect(stdout).toMatch(new RegExp(`^[✓✗–] ${name} +\\S`, 'm'));
  }
  expect(stdout).toMatch(/^✓ database {4}a database was made in \d+ ms$/m);
  expect(stdout).toMatch(/\nYou can grade your own code here\.\n$/);
  expect(code).toBe(0);
});

test('what is missing but not needed is said, with why it matters and how to get it', async () => {
  const { code, stdout } = await seekaWith({ PATH: dirname(process.execPath), CHROMIUM: '' }, 'doctor');
  expect(stdout).toMatch(/^– git +not found\n +why: keeps the history.*\n +get: .*apt install git/m);
  expect(stdout).toMatch(/^– bubblewrap +not found$/m);
  expect(stdout).toMatch(/^– docker +not found\n.*where there is no bubblewrap\n +get: .*docker pull node:24-slim$/m);
  expect(stdout).toMatch(/npm/);
  expect(code).toBe(stdout.includes('✓ npm') ? 0 : 1);
});

test('without a database nobody can grade: exit code 1', async () => {
  const { code, stdout } = await seekaWith({ DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' }, 'doctor');
  expect(stdout).toMatch(/^✓ postgres +the server that DATABASE_URL names$/m);
  expect(stdout).toMatch(/^✗ database +\S.*\n +why: every service keeps its data/m);
  expect(stdout).toMatch(/To grade your own code, mend: database\.\n$/);
  expect(code).toBe(1);
});
