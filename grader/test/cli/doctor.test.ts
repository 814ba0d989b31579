import { seeka } from './seeka.ts';

test('doctor has a line for each thing the course can use, and says whether one can grade here', async () => {
  const { code, stdout } = await seeka('doctor');
  for (const name of ['platform', 'node', 'npm', 'postgres', 'disk', 'bubblewrap', 'chromium', 'git', 'port 8080']) {
    expect(stdout).toMatch(new RegExp(`^[✓✗–] ${name} +\\S`, 'm'));
  }
  expect(stdout).toMatch(/^✓ database {4}a database was made in \d+ ms$/m);
  expect(stdout).toMatch(/\nYou can grade your own code here\.\n$/);
  expect(code).toBe(0);
});
