const isDatabase = (text: string) => /^postgres(ql)?:$/.test(URL.parse(text)?.protocol ?? '');
const isWeb = (text: string) => /^https?:$/.test(URL.parse(text)?.protocol ?? '');
const isText = (text: string) => text !== '';

const rules = {
  PORT: { fits: (text: string) => /^\d{1,5}$/.test(text) && +text >= 1 && +text <= 65_535, wanted: '1 to 65535' },
  DATABASE_URL: { fits: isDatabase, wanted: 'a postgres:// URL' },
  ADDRESS_URL: { fits: isWeb, wanted: 'an http:// or https:// URL' },
  PERSON_URL: { fits: isWeb, wanted: 'an http:// or https:// URL' },
  JWKS_URL: { fits: isWeb, wanted: 'an http:// or https:// URL' },
  TOKEN_ISSUER: { fits: isText, wanted: 'a text' },
  TOKEN_AUDIENCE: { fits: isText, wanted: 'a text' },
};

export type Settings = Record<keyof typeof rules, string>;

/** The settings, and a line for each that is missing or impossible. */
export function settingsFrom(env: NodeJS.ProcessEnv): { settings: Settings; faults: string[] } {
  const entries = Object.entries(rules).map(([name, rule]) => ({ ...rule, name, text: env[name] ?? '' }));
  const faults = entries
    .filter(({ fits, text }) => !fits(text))
    .map(({ name, wanted }) => `${name} must be ${wanted}.`);
  return { settings: Object.fromEntries(entries.map(({ name, text }) => [name, text])) as Settings, faults };
}
