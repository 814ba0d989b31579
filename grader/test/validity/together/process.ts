import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Group } from '../../../../services/platform/src/group.ts';
import { startCommandOf } from '../../../src/deploy/command.ts';

const START_LIMIT_MS = 60_000;

/** Starts a service as a student would hand it in, without a sandbox, at the port of its URL; resolves when it answers. */
export async function start(
  folder: string,
  url: string,
  settings: Record<string, string>,
  opened: AsyncDisposableStack,
): Promise<void> {
  const { line } = await startCommandOf(folder);
  const { HOME, PATH } = process.env;
  const own = { HOME, PATH: `${dirname(process.execPath)}:${PATH}`, PORT: new URL(url).port };
  const group = opened.use(new Group({ words: ['/bin/sh', '-c', line], folder, env: { ...own, ...settings } }));
  const ended = group.ended.then(() => 'ended');
  for (const limit = performance.now() + START_LIMIT_MS; performance.now() < limit; ) {
    const answer = await fetch(`${url}/health`).catch(() => undefined);
    if (answer?.ok) return;
    if ((await Promise.race([ended, pause(50)])) === 'ended') break;
  }
  throw new Error(`${folder} does not answer. Its last words:\n${await group.lastLines()}`);
}
