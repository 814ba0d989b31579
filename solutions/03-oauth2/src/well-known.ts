import { allowOnly } from '@seeka/kit/methods';
import { Router } from 'express';
import type { Keys } from './keys.ts';
import type { Settings } from './settings.ts';

/** What clients and gateways find without being told: our public key (RFC 7517), and what is where (RFC 8414). */
export function wellKnown({ PUBLIC_URL }: Settings, keys: () => Promise<Keys>): Router {
  const router = Router();
  // @lab:begin 3.3
  const get = allowOnly('GET', 'HEAD');
  router
    .route('/.well-known/jwks.json')
    .get(async (_request, response) => {
      response.json({ keys: [(await keys()).jwk] });
    })
    .all(get);
  router
    .route('/.well-known/oauth-authorization-server')
    .get((_request, response) => {
      response.json(metadata(PUBLIC_URL));
    })
    .all(get);
  // @lab:starter
  //| // TODO(3.3) GET /.well-known/jwks.json and GET /.well-known/oauth-authorization-server.
  //| void [PUBLIC_URL, keys, allowOnly];
  // @lab:end
  return router;
}
// @lab:begin 3.3

function metadata(issuer: string) {
  return {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    token_endpoint: `${issuer}/token`,
    revocation_endpoint: `${issuer}/revoke`,
    introspection_endpoint: `${issuer}/introspect`,
    grant_types_supported: ['refresh_token'],
    token_endpoint_auth_methods_supported: ['none'],
    // Unsaid it would be client_secret_basic (RFC 8414 §2).
    revocation_endpoint_auth_methods_supported: ['none'],
    introspection_endpoint_auth_methods_supported: ['client_secret_basic'],
    // Log-on is no authorization endpoint of OAuth: it takes no client and no redirect URI.
    response_types_supported: ['none'],
  };
}
// @lab:end
