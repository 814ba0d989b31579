// The one process of the grader inside a sandbox: it starts the submission and carries the grader's connections in.
// Usage: node bubblewrap.js PORT…  It listens at each port of loopback for the grader, which accepts what connects there:
// a message { neighbour: PORT } comes with each. What the relay does then comes as one message: { command, settings, port },
// with the server that the grader connects to.

import { once } from 'node:events';
import { closeSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { carryIn, runToItsEnd } from './carry.js';

const ports = process.argv.slice(2);
// Whoever connects meanwhile must be heard.
const told = new Promise((resolve) => {
  process.once('message', (order, server) => {
    server.on('connection', (near) => carryIn(near, order.port));
    resolve({ ...order, server });
  });
});
closeInheritedFiles();
for (const neighbour of ports) await openNeighbour(Number(neighbour));
const { server, ...order } = await told;
process.disconnect();
await runToItsEnd(order, 1, () => once(server.close(), 'close'));

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
