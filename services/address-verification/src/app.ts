import { apiDocs } from '@seeka/kit/docs';
import { health } from '@seeka/kit/health';
import { jsonBody } from '@seeka/kit/json';
import { answerProblems, notFound } from '@seeka/kit/problem';
import express, { type Express } from 'express';
import { faultSwitch } from './faults.ts';
import { streetAddress } from './street-address.ts';

/** The whole service; each has a fault switch of its own. */
export function createApp(): Express {
  const app = express();
  const faults = faultSwitch();
  app.get('/health', health());
  app.use(apiDocs(new URL('../openapi.yaml', import.meta.url)));
  app.get('/faults', faults.show);
  app.put('/faults', jsonBody(), faults.set);
  app.delete('/faults', faults.clear);
  app.get('/street-address', faults.strike, streetAddress);
  app.use(notFound, answerProblems);
  return app;
}
