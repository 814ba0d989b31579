import { createPrivateKey, type KeyObject } from 'node:crypto';

export interface ScopeRow {
  path: string;
  methods: string[];
  scope: string;
}

/** The settings, read; or a line for each that is missing or impossible. */
export function settingsFrom(env: NodeJS.ProcessEnv) {
  const faults: string[] = [];
  const read = <T>(name: string, parse: (text: string) => T | undefined, wanted: string): T => {
    const value = parse(env[name] ?? '');
    if (value === undefined) faults.push(`${name} must be ${wanted}.`);
    return value as T;
  };
  const word = (text: string) => text || undefined;
  const settings = {
    port: read('PORT', portIn, '1 to 65535'),
    databaseUrl: read('DATABASE_URL', (text) => urlIn(text, /^postgres(ql)?:$/), 'a postgres:// URL'),
    personUrl: read('PERSON_URL', (text) => urlIn(text, /^https?:$/), 'a URL'),
    authorizationUrl: read('OAUTH2_AUTHORIZATION_URL', (text) => urlIn(text, /^https?:$/), 'a URL'),
    tokenUrl: read('OAUTH2_TOKEN_URL', (text) => urlIn(text, /^https?:$/), 'a URL'),
    userinfoUrl: read('OAUTH2_USERINFO_URL', (text) => urlIn(text, /^https?:$/), 'a URL'),
    clientId: read('OAUTH2_CLIENT_ID', word, 'a text'),
    clientSecret: read('OAUTH2_CLIENT_SECRET', word, 'a text'),
    audience: read('TOKEN_AUDIENCE', word, 'a text'),
    publicUrl: read('PUBLIC_URL', originIn, 'an origin'),
    clients: read('CLIENTS', clientsIn, 'id:secret,id:secret'),
    scopeTable: read('SCOPE_TABLE', tableIn, 'a JSON table'),
    lifetime: read('TOKEN_TTL_SECONDS', (text) => (text === '' ? 900 : wholeIn(text)), 'a whole number'),
    signingKey: read('SIGNING_KEY', (text) => (text === '' ? null : privateKeyIn(text)), 'a P-256 key'),
  };
  return { settings, faults };
}

export type Settings = ReturnType<typeof settingsFrom>['settings'];

function portIn(text: string): number | undefined {
  const port = Number(text);
  return Number.isInteger(port) && port >= 1 && port <= 65_535 ? port : undefined;
}

function wholeIn(text: string): number | undefined {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}

function urlIn(text: string, protocol: RegExp): string | undefined {
  const url = URL.parse(text);
  return url && protocol.test(url.protocol) ? text : undefined;
}

function originIn(text: string): string | undefined {
  return urlIn(text, /^https?:$/) && new URL(text).origin === text ? text : undefined;
}

function clientsIn(text: string): Map<string, string> | undefined {
  const pairs = text.split(',').map((pair) => /^([\w-]+):([\w-]+)$/.exec(pair));
  return pairs.every(Boolean) ? new Map(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? ''])) : undefined;
}

function tableIn(text: string): ScopeRow[] | undefined {
  try {
    const rows: unknown = JSON.parse(text);
    return Array.isArray(rows) && rows.every(isRow) ? rows : undefined;
  } catch {
    return undefined;
  }
}

function isRow(value: unknown): value is ScopeRow {
  const { path, methods, scope } = Object(value) as Partial<ScopeRow>;
  return typeof path === 'string' && typeof scope === 'string' && Array.isArray(methods);
}

export function privateKeyIn(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey({ key: pem, format: 'pem' });
    return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined;
  } catch {
    return undefined;
  }
}
