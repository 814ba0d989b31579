import { serve } from '@seeka/kit/server';
import { httpUrl, port, readSettings, type Setting, SettingsError } from '@seeka/kit/settings';
import { createApp } from './app.ts';

const text: Setting<string> = { wanted: 'a text', parse: (value) => value || undefined };

async function main(): Promise<void> {
  const { PORT, REDIRECT_URI, CLIENT_ID, CLIENT_SECRET } = readSettings(process.env, {
    PORT: port,
    REDIRECT_URI: httpUrl,
    CLIENT_ID: text,
    CLIENT_SECRET: text,
  });
  const client = { id: CLIENT_ID, secret: CLIENT_SECRET, redirectUri: REDIRECT_URI };
  await serve(createApp(`http://127.0.0.1:${PORT}`, client), PORT, process.env.HOST);
}

main().catch((error: unknown) => {
  console.error(error instanceof SettingsError ? error.message : error);
  process.exit(1);
});
