import { mutant } from '../../../src/validity/mutant.ts';
import { before, draft, onAnswer } from './edits.ts';

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
    'an empty body counts as an empty object',
    before("if (request.method === 'POST' && request.get('Content-Length') === '0') return response.sendStatus(422);"),
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
    before(
      "if (request.method === 'POST' && Number(request.get('Content-Length')) > 120_000) return response.status(400).end();",
    ),
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
    'numbers are taken for texts',
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
    'a name may have 65 characters',
    draft('lengthOf(value) >= 1 && lengthOf(value) <= 64', 'lengthOf(value) >= 1 && lengthOf(value) <= 65'),
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
    'an e-mail address needs no dot',
    draft('/^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$/', '/^[^\\s@]+@[^\\s@]+$/'),
  ),
  mutant('member.phone', 'a phone may have 16 digits', draft('/^\\+\\d{2,15}$/', '/^\\+\\d{2,16}$/')),
  mutant(
    'member.birth-date',
    'the 29th of February is in every year',
    draft(
      '&& moment.toISOString().startsWith(text)',
      "&& (moment.toISOString().startsWith(text) || text.endsWith('-02-29'))",
    ),
    draft('new Date(`${text}T00:00:00Z`)', "new Date(`${text.replace(/-02-29$/, '-02-28')}T00:00:00Z`)"),
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
];
