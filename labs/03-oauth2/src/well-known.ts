import { allowOnly } from '@seeka/kit/methods';
import { Router } from 'express';
import type { Keys } from './keys.ts';
import type { Settings } from './settings.ts';

/** What clients and gateways find without being told: our public key (RFC 7517), and what is where (RFC 8414). */
export function wellKnown({ PUBLIC_URL }: Settings, keys: () => Promise<Keys>): Router {
  const router = Router();
  // TODO(3.3) GET /.well-known/jwks.json and GET /.well-known/oauth-authorization-server.
  void [PUBLIC_URL, keys, allowOnly];
  return router;
}
