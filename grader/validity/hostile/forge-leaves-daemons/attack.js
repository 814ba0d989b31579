import { spawn, spawnSync } from 'node:child_process';

const daemon = `
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => 0);
  setInterval(() => {
    try { process.kill(${process.pid}, 0); } catch {
      console.log('100/100');
      require('node:http').createServer().on('error', () => 0).listen(process.env.PORT);
    }
  }, 5);`;
const detached = { detached: true, stdio: 'inherit' };
for (let count = 0; count < 3; count += 1) {
  const middle = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(daemon)}, 'hostile-mark'], ${JSON.stringify(detached)}).unref()`;
  spawn(process.execPath, ['-e', middle, 'hostile-mark'], detached).unref();
}
spawnSync('setsid', ['sh', '-c', 'trap "" TERM HUP; (sleep 100 & exec sleep 100) & exit 0', 'hostile-mark'], {
  stdio: 'ignore',
});
spawn('nohup', ['sh', '-c', 'while :; do sleep 1; done', 'hostile-mark'], detached).unref();
