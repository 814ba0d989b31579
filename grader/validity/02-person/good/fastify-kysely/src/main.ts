import { AddressService } from './address-service.ts';
import { buildApp } from './app.ts';
import { openDatabase } from './database.ts';
import { PersonRepository } from './repository.ts';
import { settingsFrom } from './settings.ts';

const settings = settingsFrom(process.env);
if ('faults' in settings) {
  for (const fault of settings.faults) console.log(`Cannot start: ${fault}`);
  process.exit(78);
}

const database = openDatabase(settings.databaseUrl);
const repository = new PersonRepository(database);
const app = await buildApp({
  repository,
  addressService: new AddressService(settings.addressUrl),
  // Any secret that outlives a restart will do.
  cursorKey: settings.databaseUrl,
});

process.once('SIGTERM', async () => {
  // A client that connects and says nothing would hold the end up.
  setTimeout(() => process.exit(0), 3_500).unref();
  await app.close();
  await database.destroy();
  process.exit(0);
});
await app.listen({ port: settings.port, host: '0.0.0.0' });
