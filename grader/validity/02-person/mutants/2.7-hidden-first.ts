import { mutant } from '../../../src/validity/mutant.ts';
import { before, draft, problemInRoutes, refusing, routes } from './edits.ts';

const CREATE = "router.route('/').post(jsonBody(), create(parts))";
const POST = "request.method === 'POST' && request.path === '/persons'";
const ADD = 'async (to: Persons) => answerOf(await to.add(draft))';
const remembering = [
  routes('/** The operations on persons', 'const seen = new Set<string>();\n\n/** The operations on persons'),
  problemInRoutes,
];

/** Mistakes that hidden checks of checkpoint 2.1 catch. */
export const mutants = [
  mutant(
    'body.charset',
    'the media type is compared with its parameters',
    refusing(`${POST} && /charset/.test(request.get('Content-Type') ?? '')`, 415),
  ),
  mutant(
    'body.utf8',
    'bytes that are not UTF-8 are replaced',
    routes(
      CREATE,
      CREATE.replace(
        'jsonBody()',
        "express.text({ type: 'application/json' }), (request, _response, next) => {\n    if (typeof request.body === 'string') request.body = Buffer.from(request.body);\n    next();\n  }, jsonBody()",
      ),
    ),
  ),
  mutant(
    'body.untyped',
    'a body without a Content-Type is read as JSON',
    before(`if (${POST}) request.headers['content-type'] ??= 'application/json';`),
  ),
  mutant(
    'body.ninety',
    'a body of more than 64 kB is too large',
    refusing(
      `${POST} && Number(request.get('Content-Length')) > 65_536 && Number(request.get('Content-Length')) < 120_000`,
      413,
    ),
  ),
  mutant(
    'member.days',
    'nobody was born before 1900',
    draft('return isDay && moment', 'return isDay && moment.getUTCFullYear() >= 1900 && moment'),
  ),
  mutant(
    'member.pointer',
    'a pointer is a slash and the name',
    draft("return `/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;", 'return `/${member}`;'),
  ),
  mutant(
    'unique.freed',
    'the e-mail address of a deleted person stays taken',
    routes(
      ADD,
      `async (to: Persons) => {\n      if (seen.has(draft.email)) throw new Problem(409, 'Taken.');\n      return answerOf(await to.add(draft));\n    }`,
    ),
    routes('response.status(204).end();', 'seen.add(person.email);\n    response.status(204).end();'),
    ...remembering,
  ),
  mutant(
    'match.list-delete',
    'DELETE takes a single tag alone',
    before(
      "if (request.method === 'DELETE' && request.get('If-Match')?.includes(',')) request.headers['if-match'] = '\"none\"';",
    ),
  ),
  mutant(
    'write.odd-id',
    'an odd id in a write is a bad request',
    refusing("['PUT', 'DELETE'].includes(request.method) && /%[0F][^/]*$/.test(request.path)", 400),
  ),
  {
    id: 'member.days.today',
    describes: 'nobody is born today',
    kills: ['member.days'],
    edits: [draft('moment.valueOf() <= Date.now()', 'moment.valueOf() + 86_400_000 <= Date.now()')],
  },
  {
    id: 'member.pointer.inherited',
    describes: 'what every object has counts as a member of a person',
    kills: ['member.pointer', 'merge.beside'],
    edits: [
      draft(
        'const unknown = Object.keys(body).filter((member) => !Object.hasOwn(rules, member));',
        'const unknown = Object.keys(body).filter((member) => !(member in rules));',
      ),
    ],
  },
];
