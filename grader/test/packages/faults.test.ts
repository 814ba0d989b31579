import { Bench, inside } from '../deploy/support/deployments.ts';
import { serve } from '../deploy/support/servers.ts';
import { requires } from '../support/requires.ts';
import { bytesOf, moduleOf } from './support/registry.ts';
import { Shop } from './support/shop.ts';

const sandboxed = requires('bubblewrap', 'prlimit');
const greeting = moduleOf("export const greeting = 'hello';");
const many = Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`part-${index}`, '1.0.0']));
const PACKAGES = {
  greeting: { '1.0.0': greeting },
  broken: { '1.0.0': moduleOf('', { dependencies: { gone: '1.0.0' } }) },
  wanton: { '1.0.0': moduleOf('', { dependencies: { far: 'git+ssh://git@git.example/far.git' } }) },
  forged: { '1.0.0': { ...greeting, integrity: 'sha512-AAAA' } },
  large: { '1.0.0': moduleOf(`// ${Array.from({ length: 200_000 }, () => Math.random()).join()}`) },
  bomb: { '1.0.0': moduleOf(' '.repeat(3 * 2 ** 20)) },
  crowd: { '1.0.0': { files: Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`${index}`, ''])) } },
  'no-archive': { '1.0.0': { bytes: Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0]) } },
  many: { '1.0.0': moduleOf('', { dependencies: many }) },
  ...Object.fromEntries(Object.keys(many).map((name) => [name, { '1.0.0': moduleOf('') }])),
  wordy: { '1.0.0': moduleOf('', { description: 'x'.repeat(3 * 2 ** 20) }) },
};
const SMALL = { tarballMegabytes: 1, metadataMegabytes: 2, unpackedMegabytes: 2, entries: 200, packages: 20 };
let bench: Bench;
let shop: Shop;

beforeAll(async () => {
  bench = await Bench.open();
  shop = await Shop.open(bench, PACKAGES);
});
afterEach(() => {
  shop.registry.instead = () => false;
});
afterAll(async () => {
  await bench?.[Symbol.asyncDispose]();
  await shop?.[Symbol.asyncDispose]();
});

/** What a student is told, whose service starts all the same. */
async function told(dependencies: Record<string, string>, bounds = {}, files = {}): Promise<string> {
  const { main, notes = [] } = await shop.deploy({ dependencies }, files, bounds);
  await main.ready();
  return notes.join('\n');
}

/** The grader's own fault. */
async function fault(dependencies: Record<string, string>, bounds = {}): Promise<string> {
  const failed = await shop.deploy({ dependencies }, {}, bounds).catch((error: Error) => error);
  expect(failed).toMatchObject({ name: 'RegistryFault' });
  return (failed as Error).message;
}

const REFUSED = {
  git: 'git+https://git.example/far.git',
  shorthand: 'somebody/far',
  ssh: 'git@git.example:far.git',
  archive: 'https://files.example/far.tgz',
  near: 'file:../near',
  linked: 'link:/etc',
  own: 'workspace:*',
  alias: 'npm:far@https://files.example/far.tgz',
};

sandboxed('what comes from elsewhere than the registry is named, and the others are installed', async () => {
  const { main, notes = [] } = await shop.deploy({ dependencies: { ...REFUSED, greeting: '1.0.0' } });
  await main.ready();
  expect(notes.map((note) => /^The dependency "(.+?)" was not installed: "(.+?)"/.exec(note)?.slice(1))).toEqual(
    Object.entries(REFUSED),
  );
  expect(await inside(main, "return (await import('greeting')).greeting")).toBe('hello');
});

sandboxed('a package or a version that does not exist is named, and the others are installed', async () => {
  const { main, notes = [] } = await shop.deploy({
    dependencies: { nobodys: '^1.0.0', broken: '2', greeting: '1.0.0' },
  });
  await main.ready();
  expect(notes.join('\n')).toMatch(/"nobodys" was not installed: The registry has no package "nobodys" \(404\)/);
  expect(notes.join('\n')).toMatch(/"broken" was not installed: the registry has "broken", but no version "2" of it/);
  expect(await inside(main, "return (await import('greeting')).greeting")).toBe('hello');
});

sandboxed('when the service does not start without them, its student reads why', async () => {
  const files = { 'server.js': "import 'nobodys';" };
  const { main } = await shop.deploy({ dependencies: { nobodys: '^1.0.0' } }, files);
  await expect(main.ready()).rejects.toMatchObject({ advice: expect.stringContaining('no package "nobodys"') });
});

sandboxed('what a package needs in vain is named', async () => {
  expect(await told({ broken: '1.0.0' })).toMatch(/\(broken\) was not installed: The registry has no package "gone"/);
  expect(await told({ wanton: '1.0.0' })).toMatch(/\(wanton\) was not installed: .*(git|far)/);
});

sandboxed('an entry of package-lock.json that leads elsewhere is named and not followed', async () => {
  const entry = { version: '1.0.0', resolved: 'git+ssh://git@git.example/greeting.git#abc' };
  const lock = { lockfileVersion: 3, packages: { 'node_modules/greeting': entry } };
  const text = await told({ greeting: '1.0.0' }, {}, { 'package-lock.json': JSON.stringify(lock) });
  expect(text).toMatch(/"node_modules\/greeting" of package-lock.json was not used: "git\+ssh/);
});

sandboxed('a digest in package-lock.json that is not the package’s is its student’s fault', async () => {
  const integrity = 'sha512-AAAA';
  const lock = { lockfileVersion: 3, packages: { 'node_modules/greeting': { version: '1.0.0', integrity } } };
  const files = { 'package-lock.json': JSON.stringify(lock) };
  expect(await told({ greeting: '1.0.0' }, {}, files)).toMatch(/\(greeting\) was not installed: .*integrity/i);
});

const TOO_MUCH: Record<string, RegExp> = {
  large: /"large" is larger than 1 MB/,
  bomb: /"bomb" 1.0.0 is more than the 2 MB/,
  crowd: /"crowd" 1.0.0 has more files/,
  'no-archive': /"no-archive" 1.0.0 is no gzip archive/,
  many: /more than 20 packages/,
  wordy: /"wordy" is larger than 2 MB/,
};

for (const [name, message] of Object.entries(TOO_MUCH)) {
  sandboxed(`a package that is too much is not installed: ${name}`, async () => {
    expect(await told({ [name]: '1.0.0' }, SMALL)).toMatch(message);
  });
}

sandboxed('bytes that are not what the registry’s digest is of are the grader’s own fault', async () => {
  expect(await fault({ forged: '1.0.0' })).toMatch(/"forged" 1.0.0 is not what the registry's digest is of/);
});

sandboxed('a registry that hangs, redirects, fails or talks nonsense is the grader’s own fault', async () => {
  await using elsewhere = await serve((_, response) => response.end(bytesOf('greeting', '1.0.0', greeting)));
  const dependencies = { nobodys: '1.0.0' };
  shop.registry.instead = () => true;
  expect(await fault(dependencies, { answerSeconds: 1 })).toMatch(/cannot be reached/);
  shop.registry.instead = (_, response) => !!response.writeHead(302, { location: `${elsewhere.origin}/x` }).end();
  expect(await fault(dependencies)).toMatch(/answered 302/);
  expect(elsewhere.connections).toBe(0);
  shop.registry.instead = (_, response) => !!response.writeHead(503).end();
  expect(await fault(dependencies)).toMatch(/answered 503/);
  shop.registry.instead = (_, response) => !!response.end('<html>');
  expect(await fault(dependencies)).toMatch(/does not say what versions/);
});

sandboxed('a registry that drips is given up in time, and that is the grader’s own fault', async () => {
  shop.registry.instead = (_, response) => {
    const timer = setInterval(() => response.write(' '), 50);
    response.on('close', () => clearInterval(timer));
    return true;
  };
  expect(await fault({ nobodys: '1.0.0' }, { seconds: 1 })).toMatch(/did not give all of them within 1 s/);
});
