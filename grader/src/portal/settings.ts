import { isIP } from 'node:net';
import { readSettings, type Setting } from '@seeka/kit/settings';

/** How people log on: any provider of OAuth 2.0 that says somebody's e-mail address, and whether it is verified. */
export interface LogOnSettings {
  authorizationUrl: string;
  tokenUrl: string;
  userinfoUrl: string;
  clientId: string;
  clientSecret: string;
  scope: string;
  /** Members of what userinfo answers. */
  emailClaim: string;
  verifiedClaim: string;
}

export interface PortalSettings {
  /** Where people find it, such as https://grades.example.edu; its scheme decides whether cookies are for https alone. */
  url: string;
  /** How many proxies stand in front, so that addresses of clients are believed that far. */
  proxies: number;
  logOn: LogOnSettings;
}

/** Settings of the log-on; when none of them is set, the course's own provider is meant. */
export const LOG_ON = [
  ...['OAUTH2_AUTHORIZATION_URL', 'OAUTH2_TOKEN_URL', 'OAUTH2_USERINFO_URL'],
  ...['OAUTH2_CLIENT_ID', 'OAUTH2_CLIENT_SECRET'],
];

const needed: Setting<string> = { wanted: 'a text', parse: (text) => text || undefined };
const safeUrl: Setting<string> = { wanted: 'an https URL', parse: (text) => (isSafe(text) ? text : undefined) };
const optional = (usual: string): Setting<string> => ({ wanted: 'a text', parse: (text) => text || usual });
const origin: Setting<string> = {
  wanted: 'a URL such as https://grades.example.edu, without a path',
  parse: (text) => (URL.canParse(text) && new URL(text).origin === text ? text : undefined),
};
const proxies: Setting<number> = {
  wanted: 'a whole number from 0 to 9',
  parse: (text) => (/^\d$/.test(text) ? Number(text) : undefined),
};

/**
 * Reads the settings from the environment.
 * @param usual where it is found, unless PORTAL_URL says otherwise
 * @throws SettingsError with all that is wrong
 */
export function portalSettings(env: NodeJS.ProcessEnv, usual: string): PortalSettings {
  const url = env.PORTAL_URL || usual;
  const oneInFront = url.startsWith('https:') ? '1' : '0';
  const read = readSettings(
    { ...env, PORTAL_URL: url, PORTAL_PROXIES: env.PORTAL_PROXIES || oneInFront },
    {
      ...{ PORTAL_URL: origin, PORTAL_PROXIES: proxies },
      ...{ OAUTH2_AUTHORIZATION_URL: safeUrl, OAUTH2_TOKEN_URL: safeUrl, OAUTH2_USERINFO_URL: safeUrl },
      ...{ OAUTH2_CLIENT_ID: needed, OAUTH2_CLIENT_SECRET: needed, OAUTH2_SCOPE: optional('openid email') },
      ...{ OAUTH2_EMAIL_CLAIM: optional('email'), OAUTH2_VERIFIED_CLAIM: optional('email_verified') },
    },
  );
  return {
    ...{ url: read.PORTAL_URL, proxies: read.PORTAL_PROXIES },
    logOn: {
      authorizationUrl: read.OAUTH2_AUTHORIZATION_URL,
      tokenUrl: read.OAUTH2_TOKEN_URL,
      userinfoUrl: read.OAUTH2_USERINFO_URL,
      ...{ clientId: read.OAUTH2_CLIENT_ID, clientSecret: read.OAUTH2_CLIENT_SECRET, scope: read.OAUTH2_SCOPE },
      ...{ emailClaim: read.OAUTH2_EMAIL_CLAIM, verifiedClaim: read.OAUTH2_VERIFIED_CLAIM },
    },
  };
}

/** Secrets go there: over https, or not over a network at all. */
function isSafe(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/** Whether nobody but this machine reaches the host of a URL. */
export function isLoopback(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}
