import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const bin = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');

/** What `seeka --help` says of its output and ends with, when that leads to `stdout`. */
async function helpTo(stdout: 'pipe' | number) {
  const command = spawn(process.execPath, [bin, '--help'], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', stdout, 'pipe'],
  });
  command.stdout?.destroy();
  const [[code], said] = await Promise.all([once(command, 'close'), command.stderr ? text(command.stderr) : '']);
  return { code, said };
}

test('output that cannot be written, as on a full disk, is told: exit code 3', async () => {
  expect(await helpTo(openSync('/dev/full', 'w'))).toEqual({
    code: 3,
    said: expect.stringMatching(/^error: The output cannot be written: ENOSPC/),
  });
});

test('a reader that stops reading, as head does, is no fault', async () => {
  expect(await helpTo('pipe')).toEqual({ code: 0, said: '' });
});
