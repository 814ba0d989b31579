import { openDatabase } from '@seeka/kit/database';
import { serve } from '@seeka/kit/server';
import { httpUrl, port, postgresUrl, readSettings, SettingsError } from '@seeka/kit/settings';
import { Addresses } from './addresses.ts';
import { createApp } from './app.ts';
import { Attempts } from './attempts.ts';
import { Persons } from './store.ts';

async function main(): Promise<void> {
  // @lab:begin 2.1
  const settings = readSettings(process.env, { PORT: port, DATABASE_URL: postgresUrl, ADDRESS_URL: httpUrl });
  // @lab:starter
  //| // TODO(2.1) Check the settings, and name all that are missing or impossible at once (readSettings).
  //| const { PORT = '', DATABASE_URL = '', ADDRESS_URL = '' } = process.env;
  //| const settings = { PORT: Number(PORT), DATABASE_URL, ADDRESS_URL };
  // @lab:end
  await using database = openDatabase(settings.DATABASE_URL, new URL('../migrations/', import.meta.url));
  const { knex } = database;
  const addresses = new Addresses(settings.ADDRESS_URL);
  const app = createApp({ persons: new Persons(knex), attempts: new Attempts(knex), addresses, database });
  // @lab:begin 2.1
  // Nobody else is let in unless HOST asks for it, such as 0.0.0.0 in a container.
  await serve(app, settings.PORT, process.env.HOST);
  // @lab:starter
  //| // TODO(2.1) Start without waiting for the database, and stop in order on SIGTERM (serve).
  //| await database.ready();
  //| await new Promise((stopped) => app.listen(settings.PORT, '127.0.0.1').on('close', stopped));
  // @lab:end
}

main().catch((error: unknown) => {
  console.error(error instanceof SettingsError ? error.message : error);
  process.exit(1);
});
