import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { seekaWith, startSeekaWith, temporaryFolder } from '../cli/seeka.ts';
import { Platform } from '../export/support/platform.ts';

let platform: Platform;
let home: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  platform = await Platform.open();
  home = await temporaryFolder();
  await writeFile(join(home.path, 'lti.pem'), platform.registration.privateKey, { mode: 0o600 });
  await grades('ada,"Lovelace, Ada",97.5,graded', 'bob,Bob,0,graded', 'cyd,Cyd,,fault');
  await file('users.csv', 'id,user', 'ada,sub-ada', 'bob,sub-bob', 'cyd,sub-cyd');
});
afterEach(async () => {
  await platform?.[Symbol.asyncDispose]();
  await home?.[Symbol.asyncDispose]();
});

async function file(name: string, ...lines: string[]): Promise<void> {
  await writeFile(join(home.path, name), `${lines.join('\r\n')}\r\n`);
}

/** Writes a gradebook with these lines of id, name, score and status. */
async function grades(...lines: string[]): Promise<void> {
  const full = lines.map((line) => line.replace(/,([^,]*),([^,]*)$/, ',x@example.org,,01-address,$1,$2,'));
  await file('gradebook.csv', 'id,name,email,group,lab,score,status,remark', ...full);
}

function send(words: string[] = [], changes: Record<string, string> = {}) {
  return seekaWith({ ...settings(), ...changes }, ...wordsWith(words));
}

function settings(): Record<string, string> {
  const { clientId, tokenUrl, keyId } = platform.registration;
  const known = { SEEKA_LTI_CLIENT_ID: clientId, SEEKA_LTI_TOKEN_URL: tokenUrl, SEEKA_LTI_KEY_ID: keyId };
  return { ...known, SEEKA_LTI_KEY: join(home.path, 'lti.pem') };
}

function wordsWith(words: string[]): string[] {
  const where = ['--lineitem', platform.lineitem, '--users', join(home.path, 'users.csv')];
  return ['class', 'send', home.path, ...where, ...words];
}

const taken = () => platform.scores.map(({ userId, scoreGiven }) => `${userId} ${scoreGiven}`).sort();

test('every score of a gradebook is sent, once, and later what has changed alone', async () => {
  expect(await send()).toEqual({ code: 0, stdout: '2 scores sent, 1 without a score.\n', stderr: '' });
  expect(taken()).toEqual(['sub-ada 97.5', 'sub-bob 0']);
  expect((await send()).stdout).toBe('0 scores sent, 2 as before, 1 without a score.\n');
  await grades('ada,"Lovelace, Ada",97.5,graded', 'bob,Bob,3,graded', 'cyd,Cyd,,fault');
  expect((await send()).stdout).toBe('1 scores sent, 1 as before, 1 without a score.\n');
  expect(taken()).toEqual(['sub-ada 97.5', 'sub-bob 0', 'sub-bob 3']);
  expect(platform.refusals).toEqual([]);
});

test('without the record of what was sent all is sent again, and the platform takes it', async () => {
  await send();
  await rm(join(home.path, 'sent.json'));
  expect((await send()).code).toBe(0);
  expect(taken()).toEqual(['sub-ada 97.5', 'sub-ada 97.5', 'sub-bob 0', 'sub-bob 0']);
});

test('a dry run says what would be sent, and asks the platform nothing', async () => {
  await send();
  await grades('ada,"Lovelace, Ada",97.5,graded', 'bob,Bob,3,graded', 'cyd,Cyd,40,graded');
  expect((await send(['--dry-run'])).stdout).toBe(
    'bob Bob: 3 for sub-bob, was 0\ncyd Cyd: 40 for sub-cyd\n2 scores would be sent, 1 as before.\n',
  );
  expect([platform.scores.length, platform.tokens.length]).toEqual([2, 1]);
});

test('whose score was not sent is told with the reason, and the next time it is sent', async () => {
  await file('users.csv', 'id,user', 'ada,stranger', 'cyd,sub-cyd');
  const { code, stdout } = await send();
  expect(stdout).toBe(
    'ada Lovelace, Ada: not sent: The platform answered 404: {"error":"user stranger"}.\n' +
      'bob Bob: not sent: nobody knows who this is on the platform\n0 scores sent, 2 not, 1 without a score.\n',
  );
  expect(code).toBe(1);
  expect((await send(['--dry-run'])).stdout).toMatch(/^ada .*\nbob Bob: 0, but --users does not say who that is/);
  await file('users.csv', 'id,user', 'ada,sub-ada', 'bob,sub-bob');
  expect((await send()).stdout).toBe('2 scores sent, 1 without a score.\n');
});

test('of another line item nothing was sent yet', async () => {
  await send();
  const { lineitem } = platform;
  const elsewhere = await send(['--lineitem', `${lineitem}?x=1`, '--dry-run']);
  expect(elsewhere.stdout).toMatch(/^2 scores would be sent/m);
  const sent = JSON.parse(await readFile(join(home.path, 'sent.json'), 'utf8'));
  expect(sent).toEqual({ [lineitem]: { 'sub-ada': 97.5, 'sub-bob': 0 } });
});

test('an interruption ends it, and the same command goes on', async () => {
  platform.scoreMoods = ['hang'];
  const sending = startSeekaWith(settings(), ...wordsWith([]));
  while (platform.scores.length === 0) await pause(20);
  expect(await sending.interrupt()).toBe(130);
  expect((await sending.ended).stderr).toBe('Ending what is under way; Ctrl-C again ends at once.\n');
  expect((await send()).code).toBe(0);
  expect([...new Set(taken())]).toEqual(['sub-ada 97.5', 'sub-bob 0']);
});

test('all settings that are missing are told at once', async () => {
  const { code, stderr } = await send([], { SEEKA_LTI_CLIENT_ID: '', SEEKA_LTI_KEY: '' });
  expect(stderr).toMatch(/^error: Set SEEKA_LTI_CLIENT_ID \(.*\), SEEKA_LTI_KEY \(.*\)\.\n$/);
  expect(code).toBe(2);
});

test('a key that others can read is refused', async () => {
  await chmod(join(home.path, 'lti.pem'), 0o644);
  expect((await send()).stderr).toMatch(/SEEKA_LTI_KEY: Others can read the key file .* Run: chmod 600/);
});

test.each([
  ['lti.pem', ['no key'], /SEEKA_LTI_KEY: .*lti\.pem holds no RSA key in PKCS #8 PEM/],
  ['gradebook.csv', ['id,name'], /gradebook\.csv has no column email, lab, score/],
  ['gradebook.csv', ['id,name,email,lab,score', 'a,A,a@b.c,01-address,ten'], /line 2: The score "ten" is no number/],
  ['gradebook.csv', ['id,name,email,lab,score', 'a,A,a,1,1', 'b,B,b,2,1'], /is of 1 and 2\. Send one lab at a time/],
  ['users.csv', ['id,user', 'ada,x', 'bob,x'], /users\.csv: line 3: The user "x" stands on line 2 too/],
  ['users.csv', ['id,user', '"ada'], /users\.csv: line 2: A quotation mark/],
  ['sent.json', ['{'], /sent\.json cannot be read .* Without it all is sent again/],
])('%s with %j is refused before anything is sent', async (name, lines, reason) => {
  await file(name, ...lines);
  const { code, stderr } = await send();
  expect(stderr).toMatch(reason);
  expect(code).toBe(2);
  expect(platform.tokens).toEqual([]);
});

test.each([
  [['--lineitem', 'http://lms.example/li/3', '--dry-run'], {}, /The line item .* must be an https URL/],
  [['--users', '/no/such/file'], {}, /\/no\/such\/file cannot be read \(ENOENT\)/],
  [[], { SEEKA_LTI_TOKEN_URL: 'ftp://x' }, /The token URL "ftp:\/\/x" must be an https URL/],
  [[], { SEEKA_LTI_KEY: '/no/such/key' }, /The key file \/no\/such\/key cannot be opened \(ENOENT\)/],
])('%j with %j is refused', async (words, changes, reason) => {
  const { code, stderr } = await send(words, changes as Record<string, string>);
  expect(stderr).toMatch(reason);
  expect(code).toBe(2);
});
