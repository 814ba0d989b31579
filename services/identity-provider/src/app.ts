import { health } from '@seeka/kit/health';
import { answerProblems, notFound } from '@seeka/kit/problem';
import express, { type Express, type RequestHandler, Router } from 'express';
import type Provider from 'oidc-provider';
import { consentPage, logOnPage } from './pages.ts';
import { find, people } from './people.ts';
import { type Client, createProvider } from './provider.ts';

/** oidc-provider speaks the protocol; what people see, and who they are, is here. */
export function createApp(issuer: string, ...clients: Client[]): Express {
  const provider = createProvider(issuer, clients);
  const app = express();
  app.disable('etag').disable('x-powered-by');
  app.get('/health', health());
  app.use('/interaction/:uid', guarded, interaction(provider));
  app.post('/token', express.urlencoded({ extended: false }), secretInHeader);
  app.use(provider.callback());
  app.use(notFound, answerProblems);
  return app;
}

/** Nothing is loaded, nobody frames these pages, and no cache keeps them. */
const guarded: RequestHandler = (_request, response, next) => {
  response.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
  response.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
  next();
};

function interaction(provider: Provider): Router {
  const router = Router({ mergeParams: true });
  router.get('/', async (request, response) => {
    const { prompt, session, uid, params } = await provider.interactionDetails(request, response);
    const somebody = find(session?.accountId ?? '');
    const action = `/interaction/${uid}`;
    const isConsent = prompt.name === 'consent' && somebody;
    response
      .type('html')
      .send(isConsent ? consentPage(action, String(params.client_id), somebody) : logOnPage(action, people));
  });
  router.post('/login', express.urlencoded({ extended: false }), async (request, response) => {
    const { sub } = request.body as { sub?: string };
    const result = find(String(sub)) ? { login: { accountId: String(sub) } } : refusal;
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  });
  router.post('/consent', async (request, response) => {
    const { session, params } = await provider.interactionDetails(request, response);
    const grant = new provider.Grant({ accountId: session?.accountId ?? '', clientId: String(params.client_id) });
    grant.addOIDCScope(String(params.scope));
    const consent = { grantId: await grant.save() };
    await provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true });
  });
  router.post('/refuse', (request, response) =>
    provider.interactionFinished(request, response, refusal, { mergeWithLastSubmission: false }),
  );
  return router;
}

const refusal = { error: 'access_denied', error_description: 'The user has refused.' };

/** RFC 6749 §2.3.1 allows the secret in the body too; oidc-provider takes one way for each client. */
const secretInHeader: RequestHandler = (request, _response, next) => {
  const { client_id: id, client_secret: secret, ...rest } = request.body as Record<string, string>;
  if (id && secret && request.headers.authorization === undefined) {
    const words = [id, secret].map(encodeURIComponent).join(':');
    request.headers.authorization = `Basic ${Buffer.from(words).toString('base64')}`;
    request.body = rest;
  }
  next();
};
