import { httpUrl, port, readSettings, type Setting } from '@seeka/kit/settings';
import type { Neighbour } from './table.ts';

export interface Settings {
  PORT: number;
  HOST: string | undefined;
  /** Longest wait for a service, headers and body together. */
  TIME_LIMIT_MS: number;
  BODY_LIMIT_BYTES: number;
  /** Where each service is; one that is not in use is absent. */
  urls: Urls;
}

export type Urls = Partial<Record<Neighbour, string>>;

/** @throws SettingsError that names every setting at fault. */
export function settingsFrom(env: NodeJS.ProcessEnv): Settings {
  const read = readSettings(env, {
    PORT: port,
    HOST: { wanted: 'a host', parse: (text) => text },
    // A profile answers within 4 s, whatever its neighbours do.
    TIME_LIMIT_MS: whole(10_000),
    // The services' own limit is 100 kB, and theirs is the better explanation.
    BODY_LIMIT_BYTES: whole(1_000_000),
    ADDRESS_URL: optional(httpUrl),
    PERSON_URL: optional(httpUrl),
    OAUTH2_URL: optional(httpUrl),
    PROFILE_URL: optional(httpUrl),
    ADDRESS_VERIFICATION_URL: optional(httpUrl),
    SITE_URL: optional(httpUrl),
  });
  const { PORT, HOST, TIME_LIMIT_MS, BODY_LIMIT_BYTES, ...named } = read;
  const urls = { address: named.ADDRESS_URL, person: named.PERSON_URL, oauth2: named.OAUTH2_URL };
  const further = { profile: named.PROFILE_URL, 'address-verification': named.ADDRESS_VERIFICATION_URL };
  const all = { ...urls, ...further, site: named.SITE_URL };
  const inUse = Object.entries(all).filter(([, url]) => url !== '');
  return { PORT, HOST: HOST || undefined, TIME_LIMIT_MS, BODY_LIMIT_BYTES, urls: Object.fromEntries(inUse) };
}

function optional(setting: Setting<string>): Setting<string> {
  return { wanted: setting.wanted, parse: (text) => (text === '' ? '' : setting.parse(text)?.replace(/\/+$/, '')) };
}

function whole(otherwise: number): Setting<number> {
  const parse = (text: string) => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined);
  return { wanted: 'a whole number above 0', parse: (text) => (text === '' ? otherwise : parse(text)) };
}
