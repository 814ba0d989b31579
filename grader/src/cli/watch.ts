import { once } from 'node:events';
import { relative } from 'node:path';
import { watch as watchFiles } from 'chokidar';
import type { Shell } from './shell.ts';

/** An editor writes one save in several steps; 60 ms covers them. */
const QUIET_MS = 60;
const IGNORED = /(^|[/\\])(node_modules|\.git|\.seeka)([/\\]|$)/;

/** Does the work, and again after each save in the folder, until the signal aborts; resolves with exit code 0. */
export async function watch(
  folder: string,
  work: () => Promise<unknown>,
  { stdout, stderr }: Shell,
  { signal, ours }: { signal: AbortSignal; ours: string[] },
): Promise<number> {
  await using saves = await savesIn(folder, signal, ours);
  while (!signal.aborted) {
    await work().catch((error: Error) => reportUnreadable(error, stderr));
    stdout.write(`\nWaiting for a save in ${folder} (Ctrl-C ends)\n`);
    const file = await saves.next();
    if (file) stdout.write(`\n${new Date().toLocaleTimeString()} ${relative(folder, file)}\n`);
  }
  return 0;
}

/** A folder may be unreadable between two saves. */
function reportUnreadable(error: Error, stderr: Shell['stderr']): void {
  if (error.name === 'AbortError') return;
  if (error.name !== 'UnreadableSubmission') throw error;
  stderr.write(`error: ${error.message}\n`);
}

interface Saves extends AsyncDisposable {
  /** The file saved since the last call, as soon as there is one; undefined when the signal has aborted. */
  next(): Promise<string | undefined>;
}

/** What is saved in a folder from now on, apart from its dependencies, its history, and files that we write ourselves. */
export async function savesIn(folder: string, signal: AbortSignal, ours: string[] = []): Promise<Saves> {
  let saved = Promise.withResolvers<string | undefined>();
  let timer: NodeJS.Timeout | undefined;
  const watcher = watchFiles(folder, {
    ignored: (path) => ours.includes(path) || IGNORED.test(relative(folder, path)),
    ignoreInitial: true,
  });
  await once(watcher, 'ready');
  watcher.on('all', (_event, path) => {
    clearTimeout(timer);
    timer = setTimeout(() => saved.resolve(path), QUIET_MS);
  });
  signal.addEventListener('abort', () => saved.resolve(undefined), { once: true });
  return {
    async next() {
      const file = await saved.promise;
      if (!signal.aborted) saved = Promise.withResolvers();
      return file;
    },
    async [Symbol.asyncDispose]() {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}
