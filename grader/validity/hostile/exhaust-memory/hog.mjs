import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { forbidden } from './forbidden.js';

await forbidden('/dev/shm', () => writeFileSync('/dev/shm/hostile-mark', Buffer.alloc(1e6)) ?? true);
// memfd_create, memfd_secret, shmget, msgget, semget.
for (const call of ['319, "a", 0', '447, 0', '29, 0, 1000000, 0x3b6', '68, 0, 0x3b6', '64, 0, 32000, 0x3b6']) {
  const perl = `print syscall(${call}) >= 0 ? "had it" : ""`;
  await forbidden(`system call ${call}`, () => spawnSync('perl', ['-e', perl], { encoding: 'utf8' }).stdout);
}
const hogs = {
  objects: 'const all = []; for (;;) all.push({ text: "x".repeat(10) + all.length });',
  buffers: 'const all = []; for (;;) all.push(Buffer.alloc(4e6, 1));',
  shared: 'const all = []; for (;;) all.push(new Uint8Array(new SharedArrayBuffer(4e6)).fill(1));',
};
for (const hog of Object.values(hogs)) spawn(process.execPath, ['-e', hog], { stdio: 'ignore' });
const all = [];
setInterval(() => all.push(Buffer.alloc(4e6, 1)), 1);
