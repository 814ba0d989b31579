// What the relays of all sandboxes do alike: start the submission, and carry connections to it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { constants } from 'node:os';
import { setTimeout } from 'node:timers/promises';

/** RFC 9113 §7: the far end of a tunnel was reset. */
const CONNECT_ERROR = 0x0a;

let answered = false;

/** Ends as the start command does; by shells' convention, after a signal with 128 + its number. */
export async function runToItsEnd({ command, settings }, printed, allCarried) {
  process.on('SIGTERM', () => 'the submission decides when this ends');
  const child = spawn('/bin/sh', ['-c', command], { env: settings, stdio: ['ignore', printed, 2] });
  const [code, signal] = await once(child, 'exit');
  // Its last answers may still be on their way through here.
  await Promise.race([allCarried(), setTimeout(500)]);
  process.exit(code ?? 128 + constants.signals[signal]);
}

/** Carries what comes from the grader's side to the submission's port, and back. */
export async function carryIn(near, port) {
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
export function join(near, far) {
  near.pipe(far).pipe(near);
  near.on('error', () => reset(far)).once('close', () => finish(far));
  far.on('error', () => reset(near)).once('close', () => finish(near));
}

/** A side is a socket, or a stream of HTTP/2. */
function finish(side) {
  if (side.destroySoon) side.destroySoon();
  else side.end(() => side.close());
}

function reset(side) {
  if (side.remoteAddress) side.resetAndDestroy();
  else if (side.session) side.close(CONNECT_ERROR);
  else side.destroy();
}
