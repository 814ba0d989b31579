import { mutant } from '../../../src/validity/mutant.ts';
import { authorize, before, onAnswer, onError, problemInApp, refusing, server } from './edits.ts';

/** Mistakes of checkpoint 3.6 in how /authorize is asked, and how the service ends. */
export const mutants = [
  mutant(
    'body.missing',
    'only the first missing member is named',
    authorize(
      'if (errors.length > 0) throw refused(errors);',
      'if (errors.length > 0) throw refused(Object.keys(given).length === 0 ? errors.slice(0, 1) : errors);',
    ),
  ),
  mutant(
    'body.types',
    'null is a text',
    authorize(
      "typeof given[name] !== 'string' || given[name].includes(",
      "(typeof given[name] !== 'string' && given[name] !== null) || String(given[name]).includes(",
    ),
  ),
  mutant(
    'body.unknown',
    'unknown members are skipped',
    authorize('...unknown.map((name)', '...unknown.slice(0, 0).map((name)'),
  ),
  {
    id: 'body.unknown.hidden',
    describes: 'an unknown member is not named beside others',
    kills: ['body.unknown'],
    edits: [authorize('...unknown.map((name)', '...(wrong.length > 0 ? [] : unknown).map((name)')],
  },
  {
    id: 'body.no-object.null',
    describes: 'null is an object without members',
    kills: ['body.no-object'],
    edits: [
      authorize("typeof body !== 'object' || body === null ||", "typeof body !== 'object' ||"),
      authorize('const given = body as', 'const given = (body ?? {}) as'),
    ],
  },
  {
    id: 'body.malformed.charset',
    describes: 'a media type has no parameters',
    kills: ['body.malformed'],
    edits: [refusing("request.path === '/authorize' && request.get('Content-Type')?.includes(';')", 415)],
  },
  {
    id: 'body.malformed.untyped',
    describes: 'what comes to /authorize without a Content-Type is JSON',
    kills: ['body.malformed'],
    edits: [before("if (request.path === '/authorize') request.headers['content-type'] ??= 'application/json';")],
  },
  mutant('body.no-object', 'a list has members that are missing', authorize(' || Array.isArray(body)', '')),
  mutant(
    'body.malformed',
    'an empty body is of the wrong media type',
    refusing("request.path === '/authorize' && request.get('Content-Length') === '0'", 415),
  ),
  mutant(
    'body.large',
    'a body that is too large is malformed',
    onError("if (error.status === 413 && request.path === '/authorize') return new Problem(400, 'Too large.');"),
    problemInApp,
  ),
  mutant(
    'method.authorize',
    'other methods are not found',
    onError("if (error.status === 405 && request.path === '/authorize') return new Problem(404, 'Not found.');"),
    problemInApp,
  ),
  {
    id: 'method.authorize.options',
    describes: 'OPTIONS is no method of /authorize',
    kills: ['method.authorize'],
    edits: [refusing("request.path === '/authorize' && request.method === 'OPTIONS'", 405)],
  },
  mutant(
    'stop.in-flight',
    'SIGTERM ends the process at once',
    server(
      'async function main(): Promise<void> {',
      "async function main(): Promise<void> {\n  process.on('SIGTERM', () => process.exit(0));",
    ),
  ),
  mutant(
    'stop.exit',
    'the process ends with another exit code than 0',
    server(
      'await serve(app, settings.PORT, process.env.HOST);',
      'await serve(app, settings.PORT, process.env.HOST);\n  process.exitCode = 1;',
    ),
  ),
  mutant(
    'conforms.authorize.3.6',
    'the refusals of /authorize have no title',
    onAnswer("if (request.path === '/authorize' && body?.status >= 400) delete body.title;"),
  ),
];
