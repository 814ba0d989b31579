// The one process of the grader inside a sandbox: it starts the submission and carries the grader's connections in.
// Usage: node relay.js PORT…  It listens at each port of loopback for the grader, which accepts what connects there:
// a message { neighbour: PORT } comes with each. What the relay does then comes as one message: { command, settings, port },
// with the server that the grader connects to.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, readdirSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { constants } from 'node:os';
import { setTimeout } from 'node:timers/promises';

const ports = process.argv.slice(2);
let answered = false;
// Whoever connects meanwhile must be heard.
const told = new Promise((resolve) => {
  process.once('message', (order, server) => {
    server.on('connection', (near) => carryIn(near, order.port));
    resolve({ ...order, server });
  });
});
closeInheritedFiles();
for (const neighbour of ports) await openNeighbour(Number(neighbour));
const { command, settings, server } = await told;
process.disconnect();
process.on('SIGTERM', () => 'the submission decides when this ends');

const child = spawn('/bin/sh', ['-c', command], { env: settings, stdio: ['ignore', 'inherit', 'inherit'] });
const [code, signal] = await once(child, 'exit');
// Its last answers may still be on their way through here.
await Promise.race([once(server.close(), 'close'), setTimeout(500)]);
process.exit(code ?? 128 + constants.signals[signal]);

/** Node marks the files below 16 that it was started with; a higher one would reach the submission. */
function closeInheritedFiles() {
  for (const file of readdirSync('/proc/self/fd').map(Number)) {
    if (file > 2 && isInherited(file)) closeSync(file);
  }
}

function isInherited(file) {
  try {
    const flags = /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${file}`, 'utf8'));
    return (Number.parseInt(flags[1], 8) & 0o2000000) === 0; // O_CLOEXEC
  } catch {
    return false; // It was the listing's own.
  }
}

/** A socket belongs to the network that it was made in, whoever holds it. */
async function openNeighbour(neighbour) {
  const door = createServer();
  await once(door.listen(neighbour, '127.0.0.1'), 'listening');
  await new Promise((sent) => process.send({ neighbour }, door, sent));
  door.close();
}

async function carryIn(near, port) {
  near.on('error', () => near.destroy());
  const far = await connectToSubmission(near, port);
  if (far) join(near, far);
  else near.destroy();
}

/** Until the submission listens for the first time, whoever asks has to wait: that is cheaper than asking again. */
async function connectToSubmission(near, port) {
  while (!near.destroyed) {
    for (const host of ['127.0.0.1', '::1']) {
      const far = connect({ host, port, allowHalfOpen: true, noDelay: true });
      try {
        await once(far, 'connect');
        answered = true;
        return far;
      } catch {
        far.destroy();
      }
    }
    if (answered) return undefined;
    await setTimeout(10);
  }
}

/** Passes bytes and ends both ways; when one side breaks, so does the other. */
function join(near, far) {
  near.pipe(far).pipe(near);
  near.on('error', () => reset(far)).once('close', () => far.destroySoon());
  far.on('error', () => reset(near)).once('close', () => near.destroySoon());
}

function reset(socket) {
  if (socket.remoteAddress) socket.resetAndDestroy();
  else socket.destroy();
}
