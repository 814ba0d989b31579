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
  // @lab:begin 2.1
  app.get('/health', health(database.ping));
  app.use(apiDocs(new URL('../openapi.yaml', import.meta.url)));
  app.use('/persons', whenReady(database));
  // @lab:starter
  //| // TODO(2.1) Tell whether the database answers, and show the contract. The kit has both.
  //| app.get('/health', (_request, response) => {
  //|   response.sendStatus(200);
  //| });
  // @lab:end
  app.use('/persons', personRoutes(parts));
  // @lab:begin 2.1
  app.use(notFound, databaseAway, answerProblems);
  // @lab:starter
  //| // TODO(2.1) Answer every error as application/problem+json. The kit has what you wrote in Lab 01.
  // @lab:end
  return app;
}
