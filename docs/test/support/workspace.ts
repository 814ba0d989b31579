import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { listenOnce } from '../../../grader/src/cli/neighbours.ts';
import { dropDatabases } from '../../../grader/test/support/databases.ts';
import { root } from '../../generate/source.ts';
import { type Printed, shell, shellUntil } from './shell.ts';

/** Commands that run until Ctrl-C, and what they print when they are ready. */
const lasting: [command: RegExp, ready: RegExp][] = [
  [/seeka dev /, /^Ready: .*$/m],
  [/seeka portal /, /Ctrl-C ends it/],
  [/seeka worker/, /Ctrl-C ends/],
];

/** The folder of the course, as a page takes it for granted, with nothing beside it. */
export interface Workspace extends AsyncDisposable {
  /** Writes a file; its path starts from the course's folder. */
  write(path: string, content: string | Uint8Array): void;
  /** Runs a command there, on a free port in place of 3000 and 8090. */
  run(command: string, env?: Record<string, string>): Promise<Printed>;
}

/** The course, as links in a temporary folder: what a page writes there or beside it is gone in the end. */
export function openWorkspace(): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'seeka-pages-'));
  const course = join(folder, 'seeka');
  mkdirSync(course);
  const entries = readdirSync(root).filter((entry) => entry === '.npmrc' || !entry.startsWith('.'));
  for (const entry of entries) symlinkSync(root + entry, join(course, entry));
  const databases = new Set<string>();
  return {
    write(path, content) {
      mkdirSync(dirname(join(course, path)), { recursive: true });
      writeFileSync(join(course, path), content);
    },
    async run(command, env = {}) {
      const printed = await runIn(course, command, env);
      for (const name of printed.text.match(/\bdev_\w+/g) ?? []) databases.add(name);
      return printed;
    },
    async [Symbol.asyncDispose]() {
      rmSync(folder, { recursive: true });
      await dropDatabases(databases);
    },
  };
}

async function runIn(cwd: string, command: string, more: Record<string, string>): Promise<Printed> {
  const { FORCE_COLOR: _, ...inherited } = process.env;
  const port = String(await listenOnce(0));
  const env = { ...inherited, PORT: port, ...more };
  const ready = lasting.find(([pattern]) => pattern.test(command))?.[1];
  if (!ready) return await shell(command, { cwd, env });
  const line = command.replace(/seeka dev \S+/, `$& --port ${port}`);
  const { code, text } = await shellUntil(ready, line, { cwd, env });
  return { code, text: text.replaceAll(port, line.includes('portal') ? '8090' : '3000') };
}
