import { createPrivateKey, type KeyObject } from 'node:crypto';

export interface Row {
  path: string;
  methods: string[];
  scope: string;
}

export interface Settings {
  port: number;
  databaseUrl: string;
  personUrl: string;
  provider: { authorizationUrl: string; tokenUrl: string; userinfoUrl: string; id: string; secret: string };
  audience: string;
  publicUrl: string;
  clients: string[];
  table: Row[];
  ttl: number;
  key: KeyObject | undefined;
}

type Env = NodeJS.ProcessEnv;
const isHttp = (text = '') => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

const rules: Record<string, (value: string) => boolean> = {
  PORT: (value) => /^[1-9]\d{0,4}$/.test(value) && Number(value) < 65_536,
  DATABASE_URL: (value) => URL.canParse(value) && /^postgres(ql)?:$/.test(new URL(value).protocol),
  PERSON_URL: isHttp,
  OAUTH2_AUTHORIZATION_URL: isHttp,
  OAUTH2_TOKEN_URL: isHttp,
  OAUTH2_USERINFO_URL: isHttp,
  OAUTH2_CLIENT_ID: Boolean,
  OAUTH2_CLIENT_SECRET: Boolean,
  TOKEN_AUDIENCE: Boolean,
  PUBLIC_URL: (value) => isHttp(value) && new URL(value).origin === value,
  CLIENTS: (value) => value.split(',').every((pair) => /^[\w-]+:[\w-]+$/.test(pair)),
  SCOPE_TABLE: (value) => tableIn(value) !== undefined,
  TOKEN_TTL_SECONDS: (value) => value === '' || /^[1-9]\d{0,8}$/.test(value),
  SIGNING_KEY: (value) => value === '' || keyIn(value) !== undefined,
};

/** Reads the settings; the error names all that are missing or impossible. */
export function readSettings(env: Env): Settings {
  const wrong = Object.keys(rules).filter((name) => !rules[name]?.(env[name] ?? ''));
  if (wrong.length > 0) throw new Error(`Missing or impossible settings: ${wrong.join(', ')}.`);
  const text = (name: string) => env[name] ?? '';
  return {
    port: Number(env.PORT),
    databaseUrl: text('DATABASE_URL'),
    personUrl: text('PERSON_URL').replace(/\/$/, ''),
    provider: {
      authorizationUrl: text('OAUTH2_AUTHORIZATION_URL'),
      tokenUrl: text('OAUTH2_TOKEN_URL'),
      userinfoUrl: text('OAUTH2_USERINFO_URL'),
      id: text('OAUTH2_CLIENT_ID'),
      secret: text('OAUTH2_CLIENT_SECRET'),
    },
    audience: text('TOKEN_AUDIENCE'),
    publicUrl: text('PUBLIC_URL'),
    clients: text('CLIENTS').split(','),
    table: tableIn(text('SCOPE_TABLE')) ?? [],
    ttl: Number(env.TOKEN_TTL_SECONDS || 900),
    key: env.SIGNING_KEY ? keyIn(env.SIGNING_KEY) : undefined,
  };
}

export function keyIn(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined;
  } catch {
    return undefined;
  }
}

function tableIn(text: string): Row[] | undefined {
  try {
    const rows = JSON.parse(text) as Row[];
    const isRow = ({ path, methods, scope }: Row) =>
      [path, scope, ...methods].every((word) => typeof word === 'string');
    return rows.every(isRow) ? rows : undefined;
  } catch {
    return undefined;
  }
}
