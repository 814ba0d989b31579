import { mutant } from '../../../src/validity/mutant.ts';
import { app, caller, create, draft, profile, profileRoutes, refusal, saga } from './edits.ts';

/** Mistakes in what a client or a neighbour is told, and of a database that goes away. */
export const mutants = [
  {
    ...mutant(
      'read.both',
      'members of the person that are null are left out',
      profile(
        '    person: person.representation,',
        '    person: Object.fromEntries(Object.entries(person.representation).filter(([, value]) => value !== null)),',
      ),
    ),
    id: 'read.both.null',
  },
  {
    ...mutant(
      'trace.begun',
      'requests without a traceparent share one trace',
      caller('  return continueTrace(incoming);', '  return continueTrace(incoming ?? started);'),
      caller('/** One trace for all calls', 'const started = continueTrace(undefined);\n\n/** One trace for all calls'),
    ),
    id: 'trace.begun.once',
  },
  mutant(
    'problem.plain',
    'the 503 of a read shows where it was thrown',
    profile(
      "  throw new Problem(503, 'A neighbour cannot be asked at the moment.', {",
      '  throw new Problem(503, `A neighbour cannot be asked at the moment: ${error.stack}`, {',
    ),
  ),
  {
    id: 'down.database.status',
    describes: 'what needs the database while it is away is answered with 500',
    kills: ['down.database', 'conforms.createProfile.4.2'],
    edits: [
      app('app.use(notFound, databaseAway, answerProblems)', 'app.use(notFound, answerProblems)'),
      app('import { type Database, databaseAway, whenReady }', 'import { type Database, whenReady }'),
    ],
  },
  mutant(
    'down.database',
    'while the database is away, POST shows where it was thrown',
    app(
      'app.use(notFound, databaseAway, answerProblems)',
      'app.use(\n    notFound,\n    databaseAway,\n    (error, { path }, _response, next) =>\n      next(/profiles/.test(path) && /database/.test(error.message) ? new error.constructor(503, error.cause.stack) : error),\n    answerProblems,\n  )',
    ),
  ),
  {
    ...mutant(
      'body.malformed',
      'a POST without a Content-Type is read as JSON',
      profileRoutes(
        '.post(admitted, jsonBody(), create(parts))',
        '.post(admitted, assumeJson, jsonBody(), create(parts))',
      ),
      profileRoutes(
        'function read(parts: ProfileParts)',
        "const assumeJson: RequestHandler = (request, _response, next) => {\n  request.headers['content-type'] ??= 'application/json';\n  next();\n};\n\nfunction read(parts: ProfileParts)",
      ),
    ),
    id: 'body.malformed.untyped',
  },
  {
    ...mutant(
      'create.order',
      'white space around the strings of an address is cut off',
      draft(
        'addressDraft: JSON.stringify(address),',
        "addressDraft: JSON.stringify(address, (_name, value) => (typeof value === 'string' ? value.trim() : value)),",
      ),
    ),
    id: 'create.order.trimmed',
  },
  mutant(
    'refused.bare',
    'a 422 of a neighbour without a list of errors becomes a 503',
    refusal(
      "  if (status === 422 && step !== 'link') {",
      "  if (status === 422 && step !== 'link' && Array.isArray(membersOf(text)?.errors)) {",
    ),
  ),
  mutant(
    'undo.told',
    'when the undo takes long, the client is told 503',
    create(
      'return (await within(settled, until - 700)) ?? now;',
      "const undone = await within(settled, until - 700);\n  if (!undone) throw away('the undo is slow');\n  return undone;",
    ),
  ),
  {
    ...mutant(
      'operation.problem',
      'an address whose POST was not answered is shown as running for ever',
      saga("step === 'person' && inDoubt ? 'running'", "inDoubt ? 'running'"),
    ),
    id: 'operation.problem.doubt',
  },
];
