import { mutant } from '../../../src/validity/mutant.ts';
import { create, draft, operation, operationRoutes, operations, undo } from './edits.ts';

const FOLLOW = 'parts.background.follow(operation, { ...ask, until: undefined });';
const ACCEPTED = 'response.json(representOperation(operation));';
const VERSION = 'const version = versionOf(operation.id, representation);';
const PROBLEM = '...(isSettled(operation) && problem && { problem }),';

/** Mistakes of checkpoint 4.4 in answering later. */
export const mutants = [
  mutant(
    'later.accepted',
    'the 202 waits until the outcome is known',
    create(
      `${FOLLOW}\n    return accept(operation, response);`,
      `return accept(await ${FOLLOW.slice(0, -1)}.known, response);`,
    ),
  ),
  mutant(
    'later.list',
    'the preference must stand alone',
    draft(
      'return preferences.some((preference) => /^\\s*respond-async\\s*(;|$)/i.test(preference));',
      "return preferences.join() === 'respond-async';",
    ),
  ),
  mutant(
    'later.succeeds',
    'the link profile leads to the person',
    operation("{ rel: 'profile', href: pathOfProfile(personId) }", "{ rel: 'profile', href: `/persons/${personId}` }"),
  ),
  mutant(
    'later.running',
    'nobody is told when to ask again, unless it is being undone',
    operationRoutes('if (!isSettled(operation)) response', "if (operation.status === 'undoing') response"),
  ),
  mutant(
    'later.failed',
    'whatever has failed ends as compensated',
    undo("{ status: hasMade ? 'compensated' : 'failed' }", "{ status: 'compensated' }"),
  ),
  mutant(
    'later.compensated',
    'only what has failed has a problem',
    operation(PROBLEM, "...(status === 'failed' && problem && { problem }),"),
  ),
  mutant(
    'later.refused',
    'what is answered later needs no key',
    draft('if (!key) throw', 'if (!key && !prefersLater(request)) throw'),
    draft('key: digest(key),', 'key: digest(key ?? String(Math.random())),'),
  ),
  mutant(
    'later.replayed',
    'once the work is done, the same key gets a 201',
    create('if (other?.later) return accept', 'if (other?.later && !isSettled(other)) return accept'),
  ),
  mutant('operation.owner', 'anybody may read an operation', operations('where({ id, owner })', 'where({ id })')),
  mutant(
    'operation.etag',
    'the ETag of an operation is that of its id',
    operationRoutes(VERSION, VERSION.replace('representation', '{ id: operation.id }')),
  ),
  mutant(
    'operation.method',
    'a method that an operation does not have is answered with 404',
    operationRoutes(".all(allowOnly('GET', 'HEAD'))", ''),
  ),
  mutant(
    'operation.problem',
    'the problem of an operation does not say which members are at fault',
    operation(PROBLEM, '...(isSettled(operation) && problem && { problem: { ...problem, errors: undefined } }),'),
  ),
  mutant(
    'conforms.createProfile.4.4',
    'the 202 has a media type of its own',
    create(ACCEPTED, `response.type('application/hal+json');\n  ${ACCEPTED}`),
  ),
  mutant(
    'conforms.getOperation.4.4',
    'an operation is read with a media type of its own',
    operationRoutes(
      'else response.json(representation);',
      "else response.type('application/hal+json').json(representation);",
    ),
  ),
];
