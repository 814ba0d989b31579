import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Part } from './parts.ts';

/** Program and arguments that start a part: the line `web:` of its Procfile, else the script of its package. */
export function commandOf(part: Part): [string, ...string[]] {
  const line = webLine(part);
  return line ? ['/bin/sh', '-c', line] : [process.execPath, '--run', part.script ?? 'start'];
}

/** The file that its start command names and that is not there; undefined when it can be started. */
export function missingFile(part: Part): string | undefined {
  if (webLine(part)) return undefined;
  const { folder, script = 'start' } = part;
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return 'package.json';
  const { scripts = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as { scripts?: Record<string, string> };
  const command = scripts[script];
  if (command === undefined) return `a script "${script}"`;
  const file = command.split(/\s+/).find((word) => /\.[mc]?[jt]s$/.test(word));
  return file && !existsSync(join(folder, file)) ? file : undefined;
}

function webLine({ folder }: Part): string | undefined {
  const procfile = join(folder, 'Procfile');
  if (!existsSync(procfile)) return undefined;
  return /^web:[ \t]*(\S.*)$/m.exec(readFileSync(procfile, 'utf8'))?.[1]?.trim();
}
