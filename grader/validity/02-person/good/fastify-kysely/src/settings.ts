export interface Settings {
  port: number;
  databaseUrl: string;
  addressUrl: string;
}

/** The settings, or a line for each that is missing or impossible. */
export function settingsFrom(env: NodeJS.ProcessEnv): Settings | { faults: string[] } {
  const port = Number(env.PORT);
  const databaseUrl = urlIn(env.DATABASE_URL, /^postgres(ql)?:$/);
  const addressUrl = urlIn(env.ADDRESS_URL, /^https?:$/);
  const faults = [
    Number.isInteger(port) && port >= 1 && port <= 65_535 ? '' : 'PORT must be 1 to 65535.',
    databaseUrl ? '' : 'DATABASE_URL must be a postgres:// URL.',
    addressUrl ? '' : 'ADDRESS_URL must be an http:// or https:// URL.',
  ].filter(Boolean);
  return databaseUrl && addressUrl && faults.length === 0 ? { port, databaseUrl, addressUrl } : { faults };
}

function urlIn(text: string | undefined, protocol: RegExp): string | undefined {
  const url = URL.parse(text ?? '');
  return url && protocol.test(url.protocol) ? url.href : undefined;
}
