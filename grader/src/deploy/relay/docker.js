// The one process of the grader inside a container: it starts the submission and carries connections in and out.
// Usage: node docker.js PORT…  It listens at each port of loopback for the grader. Its standard input and output are a
// connection of HTTP/2 (RFC 9113), which the grader opens:
//   POST /start          with { command, settings, port } starts the submission
//   CONNECT              is carried to the submission's port (§8.5)
//   POST /accept/PORT    is answered when somebody connects to that port, and is that connection then
//   GET /listening       the ports that the submission's processes listen at
//   GET /signal/NAME     for who listens at the submission's port, else for all

import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { performServerHandshake } from 'node:http2';
import { createServer, Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { json } from 'node:stream/consumers';
import { listenersAmong, signalListeners } from '../listeners.ts';
import { processesBeside } from '../processes.ts';
import { carryIn, join, runToItsEnd } from './carry.js';

const doors = new Map();
for (const port of process.argv.slice(2)) doors.set(port, await openDoor(Number(port)));
/** Streams that lead to the submission. */
const carried = new Set();
let order;

const writable = new Socket({ fd: 1, readable: false, writable: true });
const session = performServerHandshake(Duplex.from({ readable: process.stdin, writable }));
session.setLocalWindowSize(2 ** 24);
session.on('error', () => process.exit(1)).on('close', () => process.exit(1));
session.on('stream', (stream, headers) => {
  stream.on('error', () => stream.close());
  if (headers[':method'] === 'CONNECT') return carry(stream);
  const [, verb, object] = headers[':path'].split('/');
  ({ start, accept, listening, signal })[verb](stream, object);
});

async function start(stream) {
  order = await json(stream);
  stream.respond();
  stream.end();
  await runToItsEnd(order, 2, allCarried);
}

async function allCarried() {
  if (memoryWasShort()) process.stderr.write('\n[something was ended for want of memory]\n');
  await Promise.all([...carried].map((stream) => once(stream, 'close').catch(() => undefined)));
  // What answers it comes after all that was sent before.
  await new Promise((answered) => session.ping(answered));
}

/** Linux, cgroup-v1/memory.txt, 10, and cgroup-v2.txt, memory.events. */
function memoryWasShort() {
  const files = ['/sys/fs/cgroup/memory.events', '/sys/fs/cgroup/memory/memory.oom_control'].filter(existsSync);
  return files.some((file) => /^oom_kill [1-9]/m.test(readFileSync(file, 'utf8')));
}

function carry(stream) {
  carried.add(stream);
  stream.once('close', () => carried.delete(stream));
  stream.respond();
  carryIn(stream, order.port);
}

async function accept(stream, port) {
  const near = await doors.get(port)();
  if (stream.destroyed) return near.resetAndDestroy();
  stream.respond();
  join(stream, near);
}

function listening(stream) {
  stream.respond();
  stream.end(JSON.stringify(listenersAmong(processes()).map(({ port }) => port)));
}

function signal(stream, name) {
  signalListeners(processes(), order.port, name);
  stream.respond();
  stream.end();
}

/** Of the submission: this is the first process of the container. */
function processes() {
  return processesBeside(1).filter((pid) => pid !== process.pid);
}

/** A queue of those who have connected, each of whom is given out once. */
async function openDoor(port) {
  const connected = [];
  const waiting = [];
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    near.on('error', () => near.destroy());
    const next = waiting.shift();
    if (next) next(near);
    else connected.push(near);
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return () => new Promise((resolve) => (connected.length > 0 ? resolve(connected.shift()) : waiting.push(resolve)));
}
