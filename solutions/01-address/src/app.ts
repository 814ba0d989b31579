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
  // @lab:begin 1.6
  app.get('/health', health(database.ping));
  app.use(apiDocs(new URL('../openapi.yaml', import.meta.url)));
  app.use('/addresses', whenReady(database));
  // @lab:starter
  //| // TODO(1.6) Tell whether the database answers, and show the contract.
  //| app.get('/health', (_request, response) => {
  //|   response.sendStatus(200);
  //| });
  // @lab:end
  app.use('/addresses', addressRoutes(parts));
  // @lab:begin 1.2
  app.use(notFound);
  // @lab:begin 1.6
  app.use(databaseAway);
  // @lab:end
  app.use(answerProblems);
  // @lab:starter
  //| // TODO(1.2) Answer every error as application/problem+json.
  // @lab:end
  return app;
}
