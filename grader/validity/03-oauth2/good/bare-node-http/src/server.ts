import { createServer } from 'node:http';
import { createListener } from './app.ts';
import { Tokens } from './jwt.ts';
import { readSettings } from './settings.ts';
import { Store } from './store.ts';

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
  const server = createServer(createListener({ settings, store, tokens: new Tokens(settings, store.query) }));
  stopOnSigterm(server);
  server.listen(settings.port);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
