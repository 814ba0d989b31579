import type { Pool } from 'undici';

/** How requests travel to a submission: many at a time, each connection kept, none pipelined. */
export const HTTP: Pool.Options = {
  connections: 128,
  pipelining: 1,
  // Shorter than the idle time of any server in use, so that none closes a connection under a request.
  keepAliveTimeout: 1_000,
  keepAliveMaxTimeout: 2_000,
  maxHeaderSize: 16_384,
  // Whoever asks sets the limit of time that matters.
  headersTimeout: 60_000,
  bodyTimeout: 60_000,
};
