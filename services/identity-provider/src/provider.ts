import { generateKeyPairSync, randomBytes } from 'node:crypto';
import Provider, { type Configuration } from 'oidc-provider';
import { errorPage } from './pages.ts';
import { find } from './people.ts';

export interface Client {
  id: string;
  secret: string;
  redirectUri: string;
}

const HOUR = 3_600;

/** The path of userinfo is `/me`, as oidc-provider has it by default; so are `/auth` and `/token`. */
export function createProvider(issuer: string, clients: Client[]): Provider {
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  const provider = new Provider(issuer, {
    clients: clients.map(({ id, secret, redirectUri }) => ({
      client_id: id,
      client_secret: secret,
      redirect_uris: [redirectUri],
      grant_types: ['authorization_code'],
      id_token_signed_response_alg: 'ES256',
    })),
    jwks: { keys: [{ ...key, use: 'sig', alg: 'ES256' }] },
    // Sessions end with the process: everything here is for the moment.
    cookies: { keys: [randomBytes(32).toString('hex')] },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: HOUR, IdToken: 600, Interaction: HOUR, Session: HOUR },
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['given_name', 'family_name'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, sub) => {
      const somebody = find(sub);
      return somebody && { accountId: sub, claims: () => ({ ...somebody }) };
    },
    renderError: (context, out) => {
      context.type = 'html';
      context.body = errorPage(out.error_description ?? out.error);
    },
  } satisfies Configuration);
  return provider;
}
