import { createPrivateKey, type KeyObject } from 'node:crypto';
import { httpUrl, port, postgresUrl, type Setting } from '@seeka/kit/settings';
import type { Row } from './scopes.ts';

export interface Settings {
  PORT: number;
  DATABASE_URL: string;
  PERSON_URL: string;
  OAUTH2_AUTHORIZATION_URL: string;
  OAUTH2_TOKEN_URL: string;
  OAUTH2_USERINFO_URL: string;
  OAUTH2_CLIENT_ID: string;
  OAUTH2_CLIENT_SECRET: string;
  TOKEN_AUDIENCE: string;
  PUBLIC_URL: string;
  /** Secrets by client id. */
  CLIENTS: Map<string, string>;
  SCOPE_TABLE: Row[];
  TOKEN_TTL_SECONDS: number;
  /** Null: make one, and keep it in the database. */
  SIGNING_KEY: KeyObject | null;
}

const text: Setting<string> = { wanted: 'a text', parse: (value) => value || undefined };

const origin: Setting<string> = {
  wanted: 'an origin such as https://seeka.example, without a final slash',
  parse: (value) => (httpUrl.parse(value) && new URL(value).origin === value ? value : undefined),
};

const clients: Setting<Map<string, string>> = {
  wanted: 'like "id:secret,id:secret", of letters, digits, "-" and "_"',
  parse: (value) =>
    /^[\w-]+:[\w-]+(,[\w-]+:[\w-]+)*$/.test(value)
      ? new Map(value.split(',').map((pair) => pair.split(':') as [string, string]))
      : undefined,
};

const scopeTable: Setting<Row[]> = {
  wanted: 'JSON like [{"path": "/persons/{sub}", "methods": ["GET"], "scope": "profile"}]',
  parse: (value) => {
    const table = parseJson(value);
    return Array.isArray(table) && table.every(isRow) ? table : undefined;
  },
};

const seconds: Setting<number> = {
  wanted: 'a whole number of seconds, at least 1',
  parse: (value) => {
    if (value === '') return 900;
    return /^[1-9]\d{0,8}$/.test(value) ? Number(value) : undefined;
  },
};

const signingKey: Setting<KeyObject | null> = {
  wanted: 'a private key of the curve P-256, as PKCS#8 PEM',
  parse: (value) => (value === '' ? null : keyIn(value)),
};

export const schema: { [Name in keyof Settings]: Setting<Settings[Name]> } = {
  PORT: port,
  DATABASE_URL: postgresUrl,
  PERSON_URL: httpUrl,
  OAUTH2_AUTHORIZATION_URL: httpUrl,
  OAUTH2_TOKEN_URL: httpUrl,
  OAUTH2_USERINFO_URL: httpUrl,
  OAUTH2_CLIENT_ID: text,
  OAUTH2_CLIENT_SECRET: text,
  TOKEN_AUDIENCE: text,
  PUBLIC_URL: origin,
  CLIENTS: clients,
  SCOPE_TABLE: scopeTable,
  TOKEN_TTL_SECONDS: seconds,
  SIGNING_KEY: signingKey,
};

/** The key of this PEM; undefined when it is no private key of the curve P-256. */
export function keyIn(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined;
  } catch {
    return undefined;
  }
}

function isRow(value: unknown): value is Row {
  const { path, methods, scope } = Object(value) as Record<string, unknown>;
  const texts = [path, scope, ...(Array.isArray(methods) ? methods : [undefined])];
  return texts.every((word) => typeof word === 'string') && String(path).startsWith('/');
}

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
