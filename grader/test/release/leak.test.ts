import { execFileSync } from 'node:child_process';
import { appendFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { course } from '../../src/cli/labs.ts';
import { secretsOf } from '../../src/release/edition/secrets.ts';
import { seeka, temporaryFolder } from '../cli/seeka.ts';
import { requires } from '../support/requires.ts';
import { lendPackages, releaseOf } from './editions.ts';

/** A course of one's own: the instructor edition, with the packages of this one, and not yet in git. */
let own: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  own = await temporaryFolder();
  await seeka('release', '--instructors', own.path);
  await lendPackages(own.path);
});
afterAll(() => own[Symbol.asyncDispose]());

requires('git')(
  'outside a git repository the release is refused, for nobody knows what is part of the course',
  async () => {
    await using out = await temporaryFolder();
    const { code, stderr } = await releaseOf(own.path, out.path);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/git says: .*not a git repository.*Begin with git init/s),
    ]);
  },
);

requires('git')(
  'a release that would give something away ends with code 3 and a list, and leaves nothing',
  async () => {
    await using out = await temporaryFolder();
    execFileSync('git', ['init', '-q'], { cwd: own.path });
    // To git the links to packages are no folders to be left out.
    execFileSync('git', ['add', '-A', '--', '.', ':!*node_modules'], { cwd: own.path });
    const [line = ''] = (await secretsOf(course)).lines.keys();
    // Somebody has begun to solve the lab in the starter itself.
    await appendFile(join(own.path, 'labs', '01-address', 'src', 'app.ts'), `\n// ${line}\n`);
    await appendFile(join(own.path, 'services', 'kit', 'src', 'log.ts'), '// As member.inherited asks.\n');
    const { code, stderr } = await releaseOf(own.path, out.path);
    expect(stderr).toMatch(/^Not committed: .+, …\. Files that git knows are taken as they are now/m);
    expect(stderr).toMatch(/^error: The student edition would give away 2 things\. Nothing was left in /m);
    expect(stderr).toContain('services/kit/src/log.ts names the hidden check "member.inherited"\n');
    expect(stderr).toMatch(/labs\/01-address\/src\/app\.ts has a line of solutions\/01-address\/.+: /);
    expect(code).toBe(3);
    expect(await readdir(out.path)).toEqual([]);
  },
  400_000,
);
