import { mutant } from '../../../src/validity/mutant.ts';
import { app, before, draft, onAnswer, onError, problemInApp, routes } from './edits.ts';

const asInvalid = "return new Problem(422, 'Invalid.', { errors: [{ pointer: '', detail: 'is invalid' }] });";

/** A POST refused with 422 where 400 is right. */
function invalidWhen(condition: string) {
  return [problemInApp, onError(`if (request.method === 'POST' && error.status === 400 && ${condition}) ${asInvalid}`)];
}

/** Mistakes of checkpoint 1.2, refuse bad input: bodies, problems, ids. */
export const mutants = [
  mutant(
    'body.malformed',
    'malformed JSON is taken for a broken rule: 422',
    ...invalidWhen('error.cause instanceof SyntaxError'),
  ),
  mutant(
    'body.empty',
    'an empty body is taken for a broken rule: 422',
    ...invalidWhen("error.message === 'The body is empty.'"),
  ),
  mutant(
    'body.utf8',
    'bytes that are not UTF-8 are taken for a broken rule: 422',
    ...invalidWhen('error.cause instanceof TypeError'),
  ),
  mutant(
    'body.type',
    'a POST is read as JSON whatever media type it says',
    before(
      "if (request.method === 'POST' && request.get('Content-Type')?.startsWith('text/')) request.headers['content-type'] = 'application/json';",
    ),
  ),
  mutant(
    'body.untyped',
    'a body without a media type is read as JSON',
    before("if (request.method === 'POST') request.headers['content-type'] ??= 'application/json';"),
  ),
  mutant(
    'body.large',
    'a body that is too large is a bad request: 400',
    problemInApp,
    onError("if (error.status === 413) return new Problem(400, 'The body is too large.');"),
  ),
  mutant(
    'body.ninety',
    'the limit is 64 kB',
    problemInApp,
    before(
      "if (Number(request.get('Content-Length')) > 64_000 && Number(request.get('Content-Length')) < 100_000) throw new Problem(413, 'The body is too large.');",
    ),
  ),
  mutant(
    'body.no-object',
    'a body that is no object is reported at "/"',
    draft("[{ pointer: '', detail: 'must be an object' }]", "[{ pointer: '/', detail: 'must be an object' }]"),
  ),
  mutant(
    'problem.unknown-path',
    'an unknown path is answered by Express itself, in HTML',
    app('app.use(notFound);', ''),
  ),
  mutant(
    'problem.members',
    'the problem of an unknown path says no instance',
    onAnswer("if (!request.path.startsWith('/addresses') && body.status === 404) delete body.instance;"),
  ),
  mutant(
    'problem.references',
    'instance is the path with its escapes undone',
    onAnswer("if (request.path.includes('%22')) body.instance = decodeURI(request.originalUrl);"),
  ),
  mutant(
    'problem.discreet',
    'the detail of a bad request is the stack of the error',
    onError('if (error.status === 400) Object.defineProperty(error, "message", { value: error.stack });'),
  ),
  mutant(
    'read.odd-id',
    'an id with a character that no id has is refused as a bad request',
    routes(
      'const address = await addresses.read(String(params.id));',
      "if (/[^\\w-]/.test(String(params.id))) throw new Problem(400, 'No id looks like this.');\n  const address = await addresses.read(String(params.id));",
    ),
  ),
  mutant(
    'conforms.createAddress.1.2',
    'the entries of errors say where, but not what',
    onAnswer("if (request.method === 'POST') for (const entry of body?.errors ?? []) delete entry.detail;"),
  ),
  mutant(
    'conforms.readAddress.1.2',
    'the 404 of an address has no title',
    onAnswer(
      "if (request.method === 'GET' && body?.status === 404 && request.path.startsWith('/addresses/')) delete body.title;",
    ),
  ),

  {
    id: 'body.large.chunked',
    describes: 'the size is looked for in the Content-Length alone',
    kills: ['body.large'],
    edits: [
      routes(
        'const body = jsonBody();',
        "const strict = jsonBody();\n  const lax = express.json({ limit: '10mb' });\n  const body: RequestHandler = (request, response, next) =>\n    (request.get('Content-Length') ? strict : lax)(request, response, next);",
      ),
    ],
  },
  {
    id: 'read.odd-id.near',
    describes: 'an id with something before or after it is found all the same',
    kills: ['read.odd-id'],
    edits: [
      routes(
        'const address = await addresses.read(String(params.id));',
        'const [id] = /[\\da-f-]{36}/.exec(String(params.id)) ?? [String(params.id)];\n  const address = await addresses.read(id);',
      ),
    ],
  },
  {
    id: 'body.malformed.blank',
    describes: 'a body of blanks counts as an object without members: 422',
    kills: ['body.malformed'],
    edits: invalidWhen("Number(request.get('Content-Length')) === 2"),
  },
  {
    id: 'body.type.suffix',
    describes: 'a POST is read as JSON when its media type ends with +json',
    kills: ['body.type'],
    edits: [
      before(
        "if (request.method === 'POST' && request.get('Content-Type')?.endsWith('+json')) request.headers['content-type'] = 'application/json';",
      ),
    ],
  },
  {
    id: 'problem.unknown-path.deep',
    describes: 'a path of three and more segments that nobody knows is answered with a text',
    kills: ['problem.unknown-path'],
    edits: [
      before(
        "if (request.path.split('/').length > 3) return void response.status(404).type('text').send('Not found');",
      ),
    ],
  },
  {
    id: 'body.type.json',
    describes: 'a POST is read as JSON when its media type begins with application/json',
    kills: ['body.type'],
    edits: [
      before(
        "if (request.method === 'POST' && request.get('Content-Type')?.startsWith('application/json')) request.headers['content-type'] = 'application/json';",
      ),
    ],
  },
];
