import { spawn } from 'node:child_process';

spawn('sh', ['-c', 'yes 100/100', 'hostile-mark'], { stdio: 'inherit' }).unref();
spawn('sh', ['-c', 'cat /dev/zero >&2', 'hostile-mark'], { stdio: 'inherit' }).unref();
spawn('sh', ['-c', 'tr "\\0" "\\233" < /dev/zero', 'hostile-mark'], { stdio: 'inherit' }).unref();
