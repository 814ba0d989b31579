import { serve } from '@seeka/kit/server';
import { httpUrl, port, readSettings, type Setting, SettingsError } from '@seeka/kit/settings';
import { createApp } from './app.ts';
import type { Client } from './provider.ts';

const text: Setting<string> = { wanted: 'a text', parse: (value) => value || undefined };
/** Whom else it serves; nobody when it is left out. */
const clients: Setting<Client[]> = {
  wanted: 'JSON such as [{"id":"portal","secret":"…","redirectUri":"http://127.0.0.1:8090/log-on/callback"}]',
  parse: (value) => clientsIn(value || '[]'),
};

function clientsIn(json: string): Client[] | undefined {
  try {
    const list = JSON.parse(json) as Partial<Client>[];
    const isWhole = ({ id, secret, redirectUri = '' }: Partial<Client>) => id && secret && URL.canParse(redirectUri);
    return list.every(isWhole) ? (list as Client[]) : undefined;
  } catch {
    return undefined;
  }
}

async function main(): Promise<void> {
  const { PORT, REDIRECT_URI, CLIENT_ID, CLIENT_SECRET, FURTHER_CLIENTS } = readSettings(process.env, {
    PORT: port,
    REDIRECT_URI: httpUrl,
    CLIENT_ID: text,
    CLIENT_SECRET: text,
    FURTHER_CLIENTS: clients,
  });
  const client = { id: CLIENT_ID, secret: CLIENT_SECRET, redirectUri: REDIRECT_URI };
  await serve(createApp(`http://127.0.0.1:${PORT}`, client, ...FURTHER_CLIENTS), PORT, process.env.HOST);
}

main().catch((error: unknown) => {
  console.error(error instanceof SettingsError ? error.message : error);
  process.exit(1);
});
