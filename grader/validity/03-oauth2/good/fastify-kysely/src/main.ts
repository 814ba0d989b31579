import { buildApp } from './app.ts';
import { openDatabase } from './database.ts';
import { Refreshers } from './refreshers.ts';
import { settingsFrom } from './settings.ts';
import { Tokens } from './tokens.ts';

const { settings, faults } = settingsFrom(process.env);
if (faults.length > 0) {
  for (const fault of faults) console.log(`Cannot start: ${fault}`);
  process.exit(78);
}

const database = openDatabase(settings.databaseUrl);
const app = await buildApp({
  settings,
  database,
  tokens: new Tokens(settings, database),
  refreshers: new Refreshers(database),
});

process.once('SIGTERM', async () => {
  // A client that connects and says nothing would hold the end up.
  setTimeout(() => process.exit(0), 3_500).unref();
  await app.close();
  await database.destroy();
  process.exit(0);
});
await app.listen({ port: settings.port, host: '0.0.0.0' });
