import type { Urls } from './parts.ts';

/** A row lets a token with that scope pass; what no row fits is refused. */
export const SCOPE_TABLE = [
  ...own('/persons/{sub}', 'GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'),
  ...own('/persons/{sub}/address', 'GET', 'HEAD', 'PUT', 'DELETE'),
  // Profile knows who began what, and shows nobody else's.
  ...own('/profiles', 'POST'),
  ...own('/profiles/{personId}', 'GET', 'HEAD', 'DELETE'),
  ...own('/operations/{id}', 'GET', 'HEAD'),
];

function own(path: string, ...methods: string[]) {
  return [{ path, methods, scope: 'profile' }];
}

const CLIENT_ID = 'seeka';
const CLIENT_SECRET = 'seeka-on-this-machine';
const PORTAL = { id: 'portal', secret: 'portal-on-this-machine' };

/** Settings of the provider: whom it knows, and where it sends people back to. */
export function provider(urls: Urls): Record<string, string> {
  const { gateway = '', portal: portalUrl } = urls;
  const clients = portalUrl ? [{ ...PORTAL, redirectUri: `${portalUrl}/log-on/callback` }] : [];
  return {
    ...{ CLIENT_ID, CLIENT_SECRET, REDIRECT_URI: `${gateway}/login/callback` },
    FURTHER_CLIENTS: JSON.stringify(clients),
  };
}

/** Settings of the grading portal, by which the same people log on. */
export function portal(urls: Urls): Record<string, string> {
  return {
    ...providerAt(urls),
    ...{ OAUTH2_CLIENT_ID: PORTAL.id, OAUTH2_CLIENT_SECRET: PORTAL.secret },
    ...{ PORTAL_URL: urls.portal ?? '', SITE_URL: urls.gateway ?? '' },
  };
}

function providerAt(urls: Urls): Record<string, string> {
  const at = urls['identity-provider'] ?? '';
  return { OAUTH2_AUTHORIZATION_URL: `${at}/auth`, OAUTH2_TOKEN_URL: `${at}/token`, OAUTH2_USERINFO_URL: `${at}/me` };
}

/** Settings of the log-on service. The secrets are for this machine alone: everything listens on 127.0.0.1. */
export function logOn(urls: Urls): Record<string, string> {
  return {
    ...providerAt(urls),
    OAUTH2_CLIENT_ID: CLIENT_ID,
    OAUTH2_CLIENT_SECRET: CLIENT_SECRET,
    TOKEN_AUDIENCE: 'seeka',
    PUBLIC_URL: urls.gateway ?? '',
    CLIENTS: 'gateway:gateway-on-this-machine',
  };
}
