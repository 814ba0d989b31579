export interface Settings {
  port: number;
  databaseUrl: string;
  addressUrl: string;
}

/** Reads the settings; the error names all that are missing or impossible. */
export function readSettings({ PORT = '', DATABASE_URL = '', ADDRESS_URL = '' }: NodeJS.ProcessEnv): Settings {
  const faults = [
    ...(isPort(PORT) ? [] : ['PORT must be a whole number from 1 to 65535']),
    ...(isUrl(DATABASE_URL, ['postgres:', 'postgresql:']) ? [] : ['DATABASE_URL must be a postgres URL']),
    ...(isUrl(ADDRESS_URL, ['http:', 'https:']) ? [] : ['ADDRESS_URL must be an http URL']),
  ];
  if (faults.length > 0) throw new Error(`Wrong settings: ${faults.join(', ')}.`);
  return { port: Number(PORT), databaseUrl: DATABASE_URL, addressUrl: ADDRESS_URL };
}

function isPort(text: string): boolean {
  return /^[1-9]\d{0,4}$/.test(text) && Number(text) < 65_536;
}

function isUrl(text: string, protocols: string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}
