import { type Database, databaseAway, whenReady } from '@seeka/kit/database';
import { apiDocs } from '@seeka/kit/docs';
import { health } from '@seeka/kit/health';
import { answerProblems, notFound } from '@seeka/kit/problem';
import express, { type Express } from 'express';
import { operationRoutes } from './operation-routes.ts';
import { type ProfileParts, profileRoutes } from './profile-routes.ts';

export interface Parts extends ProfileParts {
  database: Database;
}

/** Every request passes through these lines from top to bottom. */
export function createApp({ database, ...parts }: Parts): Express {
  const app = express();
  // Express's own ETag is weak, and costs a hash of every body.
  app.disable('etag').disable('x-powered-by');
  // TODO(4.1) Tell whether the database answers, and show the contract. The kit has both.
  app.get('/health', (_request, response) => {
    response.sendStatus(200);
  });
  // What the last process has left must be known before anything new begins.
  app.use(whenReady({ ready: () => parts.background.resumed() }));
  app.use('/operations', operationRoutes(parts));
  app.use('/profiles', profileRoutes(parts));
  // TODO(4.1) Answer every error as application/problem+json (the kit).
  return app;
}
