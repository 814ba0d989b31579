import { openDatabase } from '@seeka/kit/database';
import { serve } from '@seeka/kit/server';
import { httpUrl, port, postgresUrl, readSettings, SettingsError } from '@seeka/kit/settings';
import { createApp } from './app.ts';
import { Addresses } from './store.ts';
import { verifyBy } from './verification.ts';

async function main(): Promise<void> {
  // TODO(1.6) Check the settings, and name all that are missing or impossible at once.
  const { PORT = '', DATABASE_URL = '', ADDRESS_VERIFICATION_URL = '' } = process.env;
  const settings = { PORT: Number(PORT), DATABASE_URL, ADDRESS_VERIFICATION_URL };
  await using database = openDatabase(settings.DATABASE_URL, new URL('../migrations/', import.meta.url));
  const addresses = new Addresses(database.knex);
  const app = createApp({ addresses, database, verify: verifyBy(settings.ADDRESS_VERIFICATION_URL) });
  // TODO(1.6) Start without waiting for the database, and stop in order on SIGTERM.
  await database.ready();
  await new Promise((stopped) => app.listen(settings.PORT, '127.0.0.1').on('close', stopped));
}

main().catch((error: unknown) => {
  console.error(error instanceof SettingsError ? error.message : error);
  process.exit(1);
});
