import { createServer } from 'node:http';
import { createListener } from './app.ts';
import { Neighbours } from './neighbours.ts';
import { Runner } from './runner.ts';
import { readSettings } from './settings.ts';
import { Store } from './store.ts';
import { Tokens } from './tokens.ts';

/** Room for an id of 10 kB, each byte of it written as %xx, and for a token that names it. */
const HEADER_LIMIT = 65_536;

/** Ends with code 0 as soon as the last answer is out, whoever keeps a connection; after 4 s in any case. */
function stopOnSigterm(server: ReturnType<typeof createServer>): void {
  const inFlight = new Set<object>();
  let stopping = false;
  const stopWhenDone = () => {
    if (stopping && inFlight.size === 0) process.exit(0);
  };
  server.prependListener('request', (_request, response) => {
    inFlight.add(response);
    response.once('close', () => {
      inFlight.delete(response);
      stopWhenDone();
    });
  });
  process.once('SIGTERM', () => {
    stopping = true;
    server.close();
    setTimeout(() => process.exit(0), 4_000);
    stopWhenDone();
  });
}

try {
  const settings = readSettings(process.env);
  const store = new Store(settings.databaseUrl);
  const neighbours = new Neighbours(settings);
  const runner = new Runner(store, neighbours);
  const listener = createListener({ store, runner, neighbours, tokens: new Tokens(settings) });
  const server = createServer({ maxHeaderSize: HEADER_LIMIT }, listener);
  stopOnSigterm(server);
  server.listen(settings.port);
  await runner.poll();
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
