import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seeka, temporaryFolder } from './seeka.ts';

const solution = join(import.meta.dirname, '..', '..', '..', 'solutions', '01-address');

test('--help lists every command', async () => {
  const { code, stdout } = await seeka('--help');
  expect(code).toBe(0);
  for (const name of ['grade', 'dev', 'lab', 'doctor']) expect(stdout).toMatch(new RegExp(`^ +${name} `, 'm'));
});

test('--version tells the version that stands in reports', async () => {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'));
  expect(await seeka('--version')).toMatchObject({ code: 0, stdout: `${version}\n` });
});

test.each(['grade', 'dev', 'doctor'])('%s --help shows examples', async (name) => {
  const { code, stdout } = await seeka(name, '--help');
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`Examples:\n +seeka ${name}`));
});

test.each([
  [['grad'], /Did you mean grade\?/],
  [['grade', solution, '--htlm', 'x'], /Did you mean --html\?/],
  [['grade'], /missing required argument 'submission'/],
  [['grade', '/no/such/folder'], /There is no folder \/no\/such\/folder\./],
  [['grade', import.meta.filename], /is not a folder/],
  [['grade', 'ftp://example.org/'], /only http and https/],
  [['grade', 'http://'], /is not a URL/],
  [['grade', 'https://example.org'], /Name it with --lab\. The labs are: 01-address/],
  [['grade', solution, '--lab', '99-none'], /There is no lab "99-none"\. The labs are: 01-address/],
  [['grade', solution, '--hints', '4'], /must be 1, 2 or 3/],
  [['grade', solution, '--seed', '-1'], /whole number/],
  [['grade', solution, '--min-score', 'most'], /must be a number/],
  [['grade', solution, '--through', '9.9'], /no checkpoint "9\.9"; it has 1\.1, 1\.2/],
  [['grade', solution, '--json', '/no/such/folder/report.json'], /Cannot write .*its folder does not exist/],
  [['grade', solution, '--html', '/'], /Cannot write \/: it is a folder/],
  [['grade', 'https://example.org', '--lab', '01-address', '--watch'], /--watch needs a folder/],
  [['dev', solution, '--port', '0'], /from 1 to 65535/],
])('%j is refused with exit code 2, and says why', async (words, reason) => {
  const { code, stderr } = await seeka(...words);
  expect(stderr).toMatch(reason);
  expect(code).toBe(2);
});

test('a folder that names no lab is asked which it is', async () => {
  await using folder = await temporaryFolder({ 'package.json': '{"name": "my-service"}' });
  const { code, stderr } = await seeka('grade', folder.path);
  expect(stderr).toMatch(/Which lab is the service of .*\? Name it with --lab\. The labs are: 01-address/);
  expect(code).toBe(2);
});

test('a name chosen to forge a line of a build log is shown harmless', async () => {
  const { stderr } = await seeka('grade', '/tmp/\n::error::forged\u001b[2J');
  expect(stderr).not.toMatch(/^::/m);
  expect(stderr).toContain('\\x3a:error::forged\\x1b[2J');
});
