import { type Database, databaseAway, whenReady } from '@seeka/kit/database';
import { apiDocs } from '@seeka/kit/docs';
import { health } from '@seeka/kit/health';
import { answerProblems, notFound } from '@seeka/kit/problem';
import express, { type Express } from 'express';
import { type Parts, personRoutes } from './routes.ts';

/** Every request passes through these lines from top to bottom. */
export function createApp({ database, ...parts }: Parts & { database: Database }): Express {
  const app = express();
  // Express's own ETag is weak, and costs a hash of every body.
  app.disable('etag').disable('x-powered-by');
  // TODO(2.1) Tell whether the database answers, and show the contract. The kit has both.
  app.get('/health', (_request, response) => {
    response.sendStatus(200);
  });
  app.use('/persons', personRoutes(parts));
  // TODO(2.1) Answer every error as application/problem+json. The kit has what you wrote in Lab 01.
  return app;
}
