import { openDatabase } from '@seeka/kit/database';
import { serve } from '@seeka/kit/server';
import { readSettings, SettingsError } from '@seeka/kit/settings';
import { createApp } from './app.ts';
import { makeParts } from './parts.ts';
import { schema } from './settings.ts';

async function main(): Promise<void> {
  // TODO(4.1) With stand-ins for what is missing, nobody learns that it is: do without them.
  const neighbour = 'http://127.0.0.1:1';
  const settings = readSettings(
    {
      ...{
        DATABASE_URL: 'postgres://127.0.0.1/none',
        ADDRESS_URL: neighbour,
        PERSON_URL: neighbour,
        JWKS_URL: neighbour,
      },
      ...{ PORT: '3000', TOKEN_ISSUER: neighbour, TOKEN_AUDIENCE: 'seeka' },
      ...process.env,
    },
    schema,
  );
  await using database = openDatabase(settings.DATABASE_URL, new URL('../migrations/', import.meta.url));
  const parts = makeParts(settings, database);
  const app = createApp(parts);
  parts.background.start();
  // TODO(4.1) Start without waiting for the database, and stop in order on SIGTERM (serve).
  await database.ready();
  await new Promise((stopped) => app.listen(settings.PORT, '127.0.0.1').on('close', stopped));
  parts.background.close();
}

main().then(
  // Calls that no client waits for may still be out: the database knows of them.
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof SettingsError ? error.message : error);
    process.exit(1);
  },
);
