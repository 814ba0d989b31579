import { mkdirSync, writeFileSync } from 'node:fs';
import { read, root } from './source.ts';
import { stretches } from './terminal.ts';

write('session.json', JSON.stringify(stretches(read('docs/captures/grade.ansi'))));

/** Writes a file under `docs/generated`, which is not kept in git. */
function write(path: string, text: string): void {
  const file = `${root}docs/generated/${path}`;
  mkdirSync(file.slice(0, file.lastIndexOf('/')), { recursive: true });
  writeFileSync(file, text);
}
