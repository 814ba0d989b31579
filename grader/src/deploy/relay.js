// The one process of the grader inside a sandbox: it starts the submission and carries its connections in and out.
// Usage: node relay.js FOLDER PORT…  Each port of loopback leads to the socket FOLDER/PORT.sock outside.
// What it does comes as one message: { command, settings, port }, with the server that the grader connects to.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, readdirSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { constants } from 'node:os';
import { setTimeout } from 'node:timers/promises';

const [folder, ...ports] = process.argv.slice(2);
const told = once(process, 'message');
closeInheritedFiles();
await Promise.all(ports.map(openNeighbour));
const [{ command, settings, port }, server] = await told;
process.disconnect();
process.on('SIGTERM', () => 'the submission decides when this ends');

let answered = false;
server.on('connection', async (near) => {
  near.on('error', () => near.destroy());
  const far = await connectToSubmission(near);
  if (far) join(near, far);
  else near.destroy();
});

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

function openNeighbour(neighbour) {
  const options = { allowHalfOpen: true, noDelay: true };
  const door = createServer(options, (near) =>
    join(near, connect({ ...options, path: `${folder}/${neighbour}.sock` })),
  );
  return once(door.listen(neighbour, '127.0.0.1'), 'listening');
}

/** Until the submission listens for the first time, whoever asks has to wait: that is cheaper than asking again. */
async function connectToSubmission(near) {
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
    await setTimeout(3);
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
