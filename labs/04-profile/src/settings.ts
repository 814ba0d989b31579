import { httpUrl, port, postgresUrl, type Setting } from '@seeka/kit/settings';

export interface Settings {
  PORT: number;
  DATABASE_URL: string;
  ADDRESS_URL: string;
  PERSON_URL: string;
  JWKS_URL: string;
  TOKEN_ISSUER: string;
  TOKEN_AUDIENCE: string;
}

const text: Setting<string> = { wanted: 'a text', parse: (value) => value || undefined };

/** What each setting must be. */
export const schema: { [Name in keyof Settings]: Setting<Settings[Name]> } = {
  PORT: port,
  DATABASE_URL: postgresUrl,
  ADDRESS_URL: httpUrl,
  PERSON_URL: httpUrl,
  JWKS_URL: httpUrl,
  TOKEN_ISSUER: text,
  TOKEN_AUDIENCE: text,
};
