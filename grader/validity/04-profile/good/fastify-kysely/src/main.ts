import { sql } from 'kysely';
import { buildApp } from './app.ts';
import { authenticator } from './caller.ts';
import { migrator, openDatabase } from './database.ts';
import { Neighbours } from './neighbours.ts';
import { Operations } from './operations.ts';
import { settingsFrom } from './settings.ts';
import { Worker } from './worker.ts';

const { settings, faults } = settingsFrom(process.env);
if (faults.length > 0) {
  for (const fault of faults) console.log(`Cannot start: ${fault}`);
  process.exit(78);
}

const database = openDatabase(settings.DATABASE_URL);
const prepare = migrator(database);
const operations = new Operations(database);
const neighbours = new Neighbours(settings);
const worker = new Worker({ operations, neighbours }, prepare);
const authenticate = authenticator(settings);
const app = await buildApp({ authenticate, prepare, operations, neighbours, worker }, () =>
  sql`select 1`.execute(database),
);

process.once('SIGTERM', async () => {
  // A client that connects and says nothing would hold the end up; one that waits has its answer earlier.
  setTimeout(() => process.exit(0), 4_300).unref();
  worker.stop();
  await app.close();
  // What nobody waits for is stored, and goes on after the next start.
  process.exit(0);
});
worker.start();
await app.listen({ port: Number(settings.PORT), host: '0.0.0.0' });
