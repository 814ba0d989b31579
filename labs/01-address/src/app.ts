import { type Database, databaseAway, whenReady } from '@seeka/kit/database';
import { apiDocs } from '@seeka/kit/docs';
import { health } from '@seeka/kit/health';
import { answerProblems, notFound } from '@seeka/kit/problem';
import express, { type Express } from 'express';
import { addressRoutes, type Parts } from './routes.ts';

/** Every request passes through these lines from top to bottom. */
export function createApp({ database, ...parts }: Parts & { database: Database }): Express {
  const app = express();
  // Express's own ETag is weak, and costs a hash of every body.
  app.disable('etag').disable('x-powered-by');
  // TODO(1.6) Tell whether the database answers, and show the contract.
  app.get('/health', (_request, response) => {
    response.sendStatus(200);
  });
  app.use('/addresses', addressRoutes(parts));
  // TODO(1.2) Answer every error as application/problem+json.
  return app;
}
