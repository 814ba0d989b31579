import { openDatabase } from '@seeka/kit/database';
import { serve } from '@seeka/kit/server';
import { readSettings, SettingsError } from '@seeka/kit/settings';
import { createApp } from './app.ts';
import { schema } from './settings.ts';

async function main(): Promise<void> {
  // TODO(3.1) With stand-ins for what is missing, nobody learns that it is: do without them.
  const PUBLIC_URL = 'http://127.0.0.1:3000';
  const provider = 'http://127.0.0.1:1';
  const settings = readSettings(
    {
      ...{ DATABASE_URL: 'postgres://127.0.0.1/none', PERSON_URL: provider, TOKEN_AUDIENCE: 'seeka', PUBLIC_URL },
      ...{ OAUTH2_AUTHORIZATION_URL: provider, OAUTH2_TOKEN_URL: provider, OAUTH2_USERINFO_URL: provider },
      ...{ OAUTH2_CLIENT_ID: 'seeka', OAUTH2_CLIENT_SECRET: 'none', CLIENTS: 'gateway:none', SCOPE_TABLE: '[]' },
      ...process.env,
    },
    schema,
  );
  await using database = openDatabase(settings.DATABASE_URL, new URL('../migrations/', import.meta.url));
  const app = createApp(settings, database);
  // TODO(3.1) Start without waiting for the database, and stop in order on SIGTERM (serve).
  await database.ready();
  await new Promise((stopped) => app.listen(settings.PORT, '127.0.0.1').on('close', stopped));
}

main().catch((error: unknown) => {
  console.error(error instanceof SettingsError ? error.message : error);
  process.exit(1);
});
