import { openDatabase } from '@seeka/kit/database';
import { serve } from '@seeka/kit/server';
import { readSettings, SettingsError } from '@seeka/kit/settings';
import { createApp } from './app.ts';
import { schema } from './settings.ts';

async function main(): Promise<void> {
  const settings = readSettings(process.env, schema);
  await using database = openDatabase(settings.DATABASE_URL, new URL('../migrations/', import.meta.url));
  const app = createApp(settings, database);
  // Nobody else is let in unless HOST asks for it, such as 0.0.0.0 in a container.
  await serve(app, settings.PORT, process.env.HOST);
}

main().catch((error: unknown) => {
  console.error(error instanceof SettingsError ? error.message : error);
  process.exit(1);
});
