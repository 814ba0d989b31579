import { mutant } from '../../../src/validity/mutant.ts';
import { attempts, routes } from './edits.ts';

const ATTEMPT = 'const attempt = { key: digest(key), fingerprint: digest(request) };';
const CREATE = 'const answer = await create(new Persons(transaction));';
const SAME = 'if (first === fingerprint) return { location, etag, body };';
const MINE = "const mine = await transaction('attempts').insert(attempt).onConflict('key').ignore().returning('key');";

/** Mistakes of checkpoint 2.5, create exactly once. */
export const mutants = [
  mutant(
    'key.replayed',
    'the replay has an ETag of its own',
    attempts(SAME, 'if (first === fingerprint) return { location, etag: \'"replay"\', body };'),
  ),
  mutant(
    'key.past',
    'the replay has the ETag of the person as it is now',
    attempts(
      SAME,
      'const now = await new Persons(transaction).read(location.split(\'/\').at(-1));\n  if (first === fingerprint) return { location, etag: now ? `"${now.version}"` : etag, body };',
    ),
  ),
  mutant(
    'key.restart',
    'after a restart a recorded key counts as still under way: 409',
    attempts(
      MINE,
      `${MINE}\n      if (mine.length === 0 && !seen.has(attempt.key)) throw new Problem(409, 'It is under way.', { headers: { 'Retry-After': '1' } });\n      seen.add(attempt.key);`,
    ),
    attempts('/** Attempts to create', 'const seen = new Set<string>();\n\n/** Attempts to create'),
  ),
  mutant('key.other-body', 'the key alone decides', attempts(SAME, 'return { location, etag, body };')),
  mutant(
    'key.own',
    'keys count whatever their case',
    attempts(ATTEMPT, 'const attempt = { key: digest(key.toLowerCase()), fingerprint: digest(request) };'),
  ),
  mutant(
    'key.refused',
    'a refusal takes the key',
    attempts(
      CREATE,
      CREATE.replace(
        'create(new Persons(transaction))',
        'create(new Persons(transaction)).catch((error) => {\n        refused.add(attempt.key);\n        throw error;\n      })',
      ),
    ),
    attempts(MINE, `if (refused.has(attempt.key)) throw new Problem(409, 'The key is taken.');\n      ${MINE}`),
    attempts('/** Attempts to create', 'const refused = new Set<string>();\n\n/** Attempts to create'),
  ),
  mutant(
    'key.conflict',
    'every 409 says when to come back',
    attempts(
      CREATE,
      CREATE.replace(
        'create(new Persons(transaction))',
        "create(new Persons(transaction)).catch((error) => {\n        if (error.status === 409) throw new Problem(409, error.message, { headers: { 'Retry-After': '1' } });\n        throw error;\n      })",
      ),
    ),
  ),
  mutant(
    'key.race',
    'the key is looked up, and recorded at the end',
    attempts(
      MINE,
      "const known = await transaction('attempts').where({ key: attempt.key }).first();\n      const mine = known ? [] : [attempt];",
    ),
    attempts(
      "await transaction('attempts').where({ key: attempt.key }).update(answer);",
      "await transaction('attempts').insert({ ...attempt, ...answer });",
    ),
  ),
  mutant(
    'key.elsewhere',
    'a PUT with an Idempotency-Key changes nothing, and shows the person as it was',
    routes(
      'const current = await find(persons, request);\n    const target',
      "const current = await find(persons, request);\n    if (request.get('Idempotency-Key')) return show(current, response);\n    const target",
    ),
  ),
  {
    id: 'key.other-body.phone',
    describes: 'of the body, names and e-mail address alone are compared',
    kills: ['key.other-body'],
    edits: [
      routes(
        'attempts.once(key, JSON.stringify(request.body), add)',
        'attempts.once(key, JSON.stringify({ ...draft, phone: null }), add)',
      ),
    ],
  },
  {
    id: 'key.elsewhere.patch',
    describes: 'a PATCH with a key that was used changes nothing, and shows the person as it was',
    kills: ['key.elsewhere'],
    edits: [
      routes(
        'const { id, version } = current;',
        "const { id, version } = current;\n    if (request.get('Idempotency-Key')) return show(current, response);",
      ),
    ],
  },
];
