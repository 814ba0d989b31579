import { once } from 'node:events';
import { createServer } from 'node:net';

/** @throws Error a sentence with the next step, when nobody may listen at that port of 127.0.0.1. */
export async function assertFree(port: number): Promise<void> {
  const probe = createServer().listen(port, '127.0.0.1');
  await once(probe, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw new Error(refusal(port, error.code), { cause: error });
  });
  probe.close();
  await once(probe, 'close');
}

function refusal(port: number, code = ''): string {
  const reason = { EADDRINUSE: 'is taken', EACCES: 'is for root alone' }[code] ?? `cannot be used (${code})`;
  return `Port ${port} ${reason}. Choose another: npm start -- --port ${port + 1} (or the setting GATEWAY_PORT).`;
}
