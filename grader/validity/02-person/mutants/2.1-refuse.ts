import { mutant } from '../../../src/validity/mutant.ts';
import { before, draft, onAnswer, refusing } from './edits.ts';

const FAULTS = 'const errors = faultsOf(tidy);';
const UNKNOWN = 'const unknown = Object.keys(body).filter((member) => !Object.hasOwn(rules, member));';

/** Faults of a POST, without some of them. */
function forgiving(condition: string) {
  return draft(FAULTS, `const errors = faultsOf(tidy).filter(({ pointer }) => !(${condition}));`);
}

/** Mistakes of checkpoint 2.1 in what is refused. */
export const mutants = [
  mutant(
    'body.malformed',
    'an empty body is of the wrong media type',
    refusing("request.method === 'POST' && request.path === '/persons' && request.get('Content-Length') === '0'", 415),
  ),
  mutant(
    'body.type',
    'text that calls itself plain is read as JSON',
    before(
      "if (request.method === 'POST' && request.get('Content-Type') === 'text/plain') request.headers['content-type'] = 'application/json';",
    ),
  ),
  mutant(
    'body.large',
    'a body that is too large is a bad request: 400',
    refusing("request.method === 'POST' && Number(request.get('Content-Length')) > 120_000", 400),
  ),
  mutant(
    'body.no-object',
    'an array is judged as an object without members',
    draft(
      "return typeof value === 'object' && value !== null && !Array.isArray(value);",
      "return typeof value === 'object' && value !== null;",
    ),
  ),
  mutant(
    'member.missing',
    'an email may be left out',
    forgiving("pointer === '/email' && (body as any)?.email === undefined"),
    draft(
      'const { firstName, lastName, email, phone',
      'const { firstName, lastName, email = `${Math.random()}@example.org`, phone',
    ),
  ),
  mutant(
    'member.type',
    'a number is taken for a phone, with a + put before it',
    draft(
      'const errors = faultsOf(tidy);',
      "if (isObject(tidy)) for (const [name, value] of Object.entries(tidy)) if (typeof value === 'number' && name === 'phone') tidy[name] = `+${value}`;\n  const errors = faultsOf(tidy);",
    ),
  ),
  mutant(
    'member.all',
    'only the first fault is named',
    draft(
      "throw new Problem(422, 'The body breaks a rule.', { errors });",
      "throw new Problem(422, 'The body breaks a rule.', { errors: errors.slice(0, 1) });",
    ),
  ),
  mutant('member.unknown', 'unknown members are ignored', draft(UNKNOWN, 'const unknown: string[] = [];')),
  mutant(
    'member.server-owned',
    'an id that a client sends is ignored',
    forgiving("pointer === '/id' && (body as any)?.id === '1'"),
  ),
  mutant(
    'member.name',
    'a name that is too long is cut',
    draft('{ [member]: value.trim() }', '{ [member]: value.trim().slice(0, 64) }'),
  ),
  mutant(
    'member.longest',
    'a name is measured before it is trimmed',
    draft(
      FAULTS,
      `${FAULTS}\n  const raw = (body as { firstName?: unknown } | null)?.firstName;\n  if (typeof raw === 'string' && raw.length > 64) errors.push({ pointer: '/firstName', detail: 'is too long' });`,
    ),
  ),
  mutant(
    'member.email',
    'an e-mail address without a dot is completed',
    draft(
      FAULTS,
      "if (isObject(tidy) && /^[^@.]+@[^@.]+$/.test(String(tidy.email))) tidy.email += '.org';\n  const errors = faultsOf(tidy);",
    ),
  ),
  mutant(
    'member.phone',
    'blanks and hyphens in a phone are taken out',
    draft(
      FAULTS,
      "if (isObject(tidy) && typeof tidy.phone === 'string') tidy.phone = tidy.phone.replace(/[ -]/g, '');\n  const errors = faultsOf(tidy);",
    ),
  ),
  mutant(
    'member.birth-date',
    'somebody may be born tomorrow',
    draft('return isDay && moment.valueOf() <= Date.now();', 'return isDay;'),
  ),
  mutant(
    'text.nul',
    'U+0000 is taken out of a text',
    draft(
      FAULTS,
      `if (isObject(tidy) && typeof tidy.lastName === 'string') tidy.lastName = tidy.lastName.replaceAll('\\0', '');\n  ${FAULTS}`,
    ),
  ),
  mutant(
    'conforms.replacePerson.2.1',
    'PUT answers with a media type of its own',
    onAnswer("if (request.method === 'PUT' && response.statusCode === 200) response.type('application/hal+json');"),
  ),
  mutant(
    'conforms.deletePerson.2.1',
    'the problem of a second DELETE has no title',
    onAnswer(
      "if (request.method === 'DELETE' && body?.status === 404 && !request.path.endsWith('/address')) delete body.title;",
    ),
  ),
  mutant(
    'conforms.health.2.1',
    'the 503 of /health has no title',
    onAnswer("if (request.path === '/health' && body?.status === 503) delete body.title;"),
  ),
  {
    id: 'text.nul.email',
    describes: 'U+0000 is taken out of an e-mail address',
    kills: ['text.nul'],
    edits: [
      draft(
        FAULTS,
        `if (isObject(tidy) && typeof tidy.email === 'string') tidy.email = tidy.email.replaceAll('\\0', '');\n  ${FAULTS}`,
      ),
    ],
  },
];
