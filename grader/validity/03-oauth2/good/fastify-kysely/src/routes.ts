import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { dance } from './dance.ts';
import { migrator, type Tables } from './database.ts';
import { forms } from './forms.ts';
import { allowOnly } from './methods.ts';
import type { Refreshers } from './refreshers.ts';
import { resources } from './resources.ts';
import type { Settings } from './settings.ts';
import type { Tokens } from './tokens.ts';

export interface Parts {
  settings: Settings;
  database: Kysely<Tables>;
  tokens: Tokens;
  refreshers: Refreshers;
}

export function routes(parts: Parts): FastifyPluginAsync {
  return async (app) => {
    app.addHook('onRequest', migrator(parts.database));
    dance(app, parts);
    forms(app, parts);
    resources(app, parts);
    wellKnown(app, parts);
  };
}

function wellKnown(app: FastifyInstance, { settings: { publicUrl }, tokens }: Parts): void {
  app.get('/.well-known/jwks.json', () => tokens.keySet());
  app.get('/.well-known/oauth-authorization-server', async () => ({
    token_endpoint: `${publicUrl}/token`,
    revocation_endpoint: `${publicUrl}/revoke`,
    introspection_endpoint: `${publicUrl}/introspect`,
    jwks_uri: `${publicUrl}/.well-known/jwks.json`,
    issuer: publicUrl,
    grant_types_supported: ['refresh_token'],
    token_endpoint_auth_methods_supported: ['none'],
  }));
  for (const path of ['jwks.json', 'oauth-authorization-server'])
    allowOnly(app, `/.well-known/${path}`, ['GET', 'HEAD']);
}

export type Handle = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
