export interface Settings {
  port: number;
  databaseUrl: string;
  addressUrl: string;
  personUrl: string;
  jwksUrl: string;
  issuer: string;
  audience: string;
}

const isHttp = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
const isSaid = (text: string) => text.trim() !== '';

const rules: Record<string, (value: string) => boolean> = {
  PORT: (value) => /^[1-9]\d{0,4}$/.test(value) && Number(value) < 65_536,
  DATABASE_URL: (value) => URL.canParse(value) && /^postgres(ql)?:$/.test(new URL(value).protocol),
  ADDRESS_URL: isHttp,
  PERSON_URL: isHttp,
  JWKS_URL: isHttp,
  TOKEN_ISSUER: isSaid,
  TOKEN_AUDIENCE: isSaid,
};

/** Reads the settings; the error names all that are missing or impossible. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const text = (name: string) => env[name] ?? '';
  const wrong = Object.keys(rules).filter((name) => !rules[name]?.(text(name)));
  if (wrong.length > 0) throw new Error(`Missing or impossible settings: ${wrong.join(', ')}.`);
  return {
    port: Number(env.PORT),
    databaseUrl: text('DATABASE_URL'),
    addressUrl: text('ADDRESS_URL').replace(/\/+$/, ''),
    personUrl: text('PERSON_URL').replace(/\/+$/, ''),
    jwksUrl: text('JWKS_URL'),
    issuer: text('TOKEN_ISSUER'),
    audience: text('TOKEN_AUDIENCE'),
  };
}
