import { serve } from '@seeka/kit/server';
import { SettingsError } from '@seeka/kit/settings';
import { createApp } from './app.ts';
import { settingsFrom } from './settings.ts';

async function main(): Promise<void> {
  const { PORT, HOST, TIME_LIMIT_MS, BODY_LIMIT_BYTES, urls } = settingsFrom(process.env);
  const limits = { timeMs: TIME_LIMIT_MS, bodyBytes: BODY_LIMIT_BYTES };
  await serve(createApp({ urls, limits }), PORT, HOST);
}

main().catch((error: unknown) => {
  console.error(error instanceof SettingsError ? error.message : error);
  process.exit(1);
});
