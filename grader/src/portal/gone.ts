import type { Request, Response } from 'express';

/** Whether whoever asked waits no more: then nothing of theirs may be begun, for no end of it would be told. */
export function hasGone({ socket }: Request, response: Response): boolean {
  return socket.destroyed || response.destroyed;
}

/** Calls once: when the answer is at its end, or whoever asked has gone. */
export function onceOver({ socket }: Request, response: Response, call: () => void): void {
  let isOver = false;
  const over = () => {
    // The end of a connection ends its answer meanwhile, and still calls what that takes off.
    if (isOver) return;
    isOver = true;
    response.off('close', over);
    socket.off('close', over);
    call();
  };
  response.on('close', over);
  // An answer that waits behind another one of its connection is not told.
  socket.on('close', over);
}
