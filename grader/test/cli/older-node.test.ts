import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { openCluster } from '@seeka/postgres';
import { listenOnce } from '../../src/cli/neighbours.ts';
import { COURSE, ROSTER } from '../portal/support/portal.ts';
import { temporaryFolder } from './seeka.ts';

const bin = join(import.meta.dirname, '..', '..', 'src', 'cli', 'seeka.js');

/** What npm puts into node_modules/.bin, started by a Node that does not understand TypeScript. */
function older(words: string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const stdio = ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'];
  return spawn(process.execPath, ['--no-strip-types', bin, ...words], { env: { ...process.env, ...env }, stdio });
}

test('an older Node has the course’s own carry the command out, and ends as that does', async () => {
  const command = older(['nonsense']);
  const [stderr, [code]] = await Promise.all([text(command.stderr as NodeJS.ReadableStream), once(command, 'close')]);
  expect([code, stderr]).toEqual([2, "error: unknown command 'nonsense'\n"]);
});

test('SIGTERM of a supervisor ends the portal under an older Node too, and nothing stays behind', async () => {
  await using cluster = await openCluster();
  await using database = await cluster.fresh();
  await using folder = await temporaryFolder({ 'roster.csv': ROSTER, 'course.yaml': COURSE });
  const [roster, course] = ['roster.csv', 'course.yaml'].map((name) => join(folder.path, name)) as [string, string];
  const port = (await listenOnce(0)) ?? 0;
  const words = ['--roster', roster, '--course', course, '--concurrency', '0', '--port', String(port)];
  const command = older(['portal', ...words], { SEEKA_DATABASE_URL: database.url });
  const ended = once(command, 'close');
  for await (const chunk of command.stdout ?? []) if (String(chunk).includes('The portal: ')) break;
  command.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(await listenOnce(port)).toBe(port);
});
