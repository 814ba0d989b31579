import { type Database, databaseAway, whenReady } from '@seeka/kit/database';
import { apiDocs } from '@seeka/kit/docs';
import { health } from '@seeka/kit/health';
import { answerProblems, notFound } from '@seeka/kit/problem';
import express, { type Express } from 'express';
import { authorizeRoutes } from './authorize.ts';
import { answerOAuthErrors } from './form.ts';
import { keyring } from './keys.ts';
import { logOnRoutes } from './log-on.ts';
import { LogOns } from './log-ons.ts';
import { meRoutes } from './me.ts';
import { Persons } from './persons.ts';
import { Provider } from './provider.ts';
import { RefreshTokens } from './refresh-tokens.ts';
import { Revocations } from './revocations.ts';
import type { Settings } from './settings.ts';
import { tokenRoutes } from './token-routes.ts';
import { AccessTokens } from './tokens.ts';
import { wellKnown } from './well-known.ts';

/** Every request passes through these lines from top to bottom. */
export function createApp(settings: Settings, database: Database): Express {
  const { knex } = database;
  const keys = keyring(settings.SIGNING_KEY, knex);
  const tokens = new AccessTokens(keys, settings, new Revocations(knex));
  const refreshTokens = new RefreshTokens(knex);
  const persons = new Persons(settings.PERSON_URL);
  const app = express();
  app.disable('etag').disable('x-powered-by');
  // TODO(3.1) Tell whether the database answers, and show the contract. The kit has both.
  app.get('/health', (_request, response) => {
    response.sendStatus(200);
  });
  const logOns = new LogOns(knex);
  app.use(logOnRoutes({ settings, logOns, provider: new Provider(settings), persons, tokens, refreshTokens }));
  app.use(wellKnown(settings, keys));
  app.use(meRoutes({ tokens, persons }));
  app.use(tokenRoutes({ settings, tokens, refreshTokens }));
  app.use(authorizeRoutes({ tokens, table: settings.SCOPE_TABLE }));
  // TODO(3.1) Answer every error as application/problem+json (the kit), but for those that RFC 6749 §5.2 gives a form of
  // its own (form.ts).
  return app;
}
