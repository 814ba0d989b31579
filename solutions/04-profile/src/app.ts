import { type Database, databaseAway, whenReady } from '@seeka/kit/database';
import { apiDocs } from '@seeka/kit/docs';
import { health } from '@seeka/kit/health';
import { answerProblems, notFound } from '@seeka/kit/problem';
import express, { type Express } from 'express';
import { Neighbours } from './neighbours.ts';
import { profileRoutes } from './profile-routes.ts';
import type { Settings } from './settings.ts';
import { Tokens } from './tokens.ts';

/** Every request passes through these lines from top to bottom. */
export function createApp(settings: Settings, database: Database): Express {
  const tokens = new Tokens(settings);
  const neighbours = new Neighbours(settings);
  const app = express();
  // Express's own ETag is weak, and costs a hash of every body.
  app.disable('etag').disable('x-powered-by');
  app.get('/health', health(database.ping));
  app.use(apiDocs(new URL('../openapi.yaml', import.meta.url)));
  app.use(whenReady(database));
  app.use('/profiles', profileRoutes({ tokens, neighbours }));
  app.use(notFound, databaseAway, answerProblems);
  return app;
}
