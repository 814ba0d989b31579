import { mutant } from '../../../src/validity/mutant.ts';
import {
  caller,
  neighbours,
  onAnswer,
  onError,
  operations,
  patience,
  problemInApp,
  profile,
  profileRoutes,
  tokens,
} from './edits.ts';

const HASH = 'update(JSON.stringify(representation))';
const OWN = 'const profile = await readOwn(parts, request.params.personId, callerOf(response));';
const ROUTES = '/** The operations on profiles: parse, call, answer. */';
const TAG = "response.set('ETag', etag(version));";
const TOGETHER =
  'const [address, person] = await Promise.all([\n    // Half a profile is better than none.\n    neighbours.addressOf(personId, ask).catch(unavailable),\n    neighbours.person(personId, ask),\n  ]);';

/** Mistakes of checkpoint 4.1 in what is read, and for whom. */
export const mutants = [
  mutant(
    'read.both',
    'the person is shown without what the service does not know',
    profile('person: person.representation,', 'person: { ...person.representation, since: undefined },'),
  ),
  mutant(
    'read.links',
    'the link self forgets the plural of the path',
    profile(
      "{ rel: 'self', href: pathOf(personId) }",
      "{ rel: 'self', href: `/profile/${encodeURIComponent(personId)}` }",
    ),
  ),
  mutant(
    'read.parallel',
    'the address is asked for when the person has come, where there is time',
    profile(
      TOGETHER,
      `if ((ask.until ?? 0) - performance.now() > 2_000) {\n    const person = await neighbours.person(personId, ask);\n    const address = await neighbours.addressOf(personId, ask).catch(unavailable);\n    return person && { personId, person, address: address ?? null };\n  }\n  ${TOGETHER}`,
    ),
  ),
  mutant(
    'read.no-address',
    'who lives nowhere has an address that is unavailable',
    profile("...(address === 'unavailable' && {", '...(!isShown && {'),
  ),
  {
    ...mutant(
      'read.nobody',
      'a person who is gone without having been deleted here is a fault of Person: 503',
      profileRoutes(ROUTES, `const deleted = new Set<string>();\n\n${ROUTES}`),
      profileRoutes(
        'response.status(204).end();',
        'deleted.add(request.params.personId);\n    response.status(204).end();',
      ),
      profileRoutes(
        OWN,
        `const isGone = ({ status }: Problem) => status === 404 && request.params.personId === callerOf(response).sub;\n    const profile = await readOwn(parts, request.params.personId, callerOf(response)).catch((error) => {\n      throw isGone(error) && !deleted.has(request.params.personId) ? new Problem(503, 'Nobody.') : error;\n    });`,
      ),
    ),
    kills: ['read.nobody', 'circuit.counts'],
  },
  mutant(
    'read.person-odd',
    'whom Person calls gone for good is nobody: 404',
    neighbours(
      'return shown(await ask(this.#person(`/persons/${encodeURIComponent(id)}`), asked));',
      'const answer = await ask(this.#person(`/persons/${encodeURIComponent(id)}`), asked);\n    return answer.status === 410 ? undefined : shown(answer);',
    ),
  ),
  mutant(
    'read.unavailable',
    'an address that is gone for good is no address',
    neighbours(
      'return shown(await ask({ ...question, circuit: this.#circuits.address }, asked));',
      'const answer = await ask({ ...question, circuit: this.#circuits.address }, asked);\n    return answer.status === 410 ? undefined : shown(answer);',
    ),
  ),
  mutant(
    'read.encoded',
    'an id is encoded in ISO 8859-1, and not in UTF-8',
    neighbours(
      'return shown(await ask(this.#person(`/persons/${encodeURIComponent(id)}`), asked));',
      "return shown(await ask(this.#person(`/persons/${escape(id).replaceAll('/', '%2F')}`), asked));",
    ),
  ),
  mutant(
    'etag.value',
    'the ETag tells how often a profile was shown',
    profileRoutes(ROUTES, `const shows = new Map<string, number>();\n\n${ROUTES}`),
    profileRoutes(
      TAG,
      'const before = shows.get(version.version) ?? 0;\n  shows.set(version.version, before + 1);\n  response.set(\'ETag\', before === 0 ? etag(version) : `"${version.version}.${before}"`);',
    ),
    profileRoutes("request.get('If-Match')", "request.get('If-Match')?.replaceAll(/\\.\\d+\"/g, '\"')"),
  ),
  mutant(
    'etag.changes',
    'the ETag is made without the address',
    profile(HASH, 'update(JSON.stringify({ ...representation, address: undefined }))'),
  ),
  mutant(
    'etag.shown',
    'while the address is unavailable, the ETag is that of the last whole profile',
    profile(
      "return { id, version: createHash('sha256').update(JSON.stringify(representation)).digest('base64url') };",
      "const version = createHash('sha256').update(JSON.stringify(representation)).digest('base64url');\n  if ('unavailable' in representation) return { id, version: whole.get(id) ?? version };\n  whole.set(id, version);\n  return { id, version };",
    ),
    profile('/** Where a profile is. */', 'const whole = new Map<string, string>();\n\n/** Where a profile is. */'),
  ),
  mutant(
    'etag.not-modified',
    'If-None-Match is compared as one text',
    profileRoutes(
      'if (isKnown(version, ifNoneMatch))',
      // Else Express would compare it well.
      "delete response.req.headers['if-none-match'];\n  if (ifNoneMatch === etag(version))",
    ),
  ),
  {
    ...mutant(
      'method.profile',
      'HEAD of a profile is no method',
      profileRoutes(
        "router.route('/:personId').get(admitted, read(parts))",
        "router.route('/:personId').head(allowOnly('GET')).get(admitted, read(parts))",
      ),
    ),
    kills: ['method.profile', 'owner.other'],
  },
  mutant(
    'owner.other',
    'only profiles that were made here have an owner: others are everybody’s',
    operations(
      "return (await this.#table.where({ owner, personId }).first('id')) !== undefined;",
      "const made = await this.#table.where({ personId }).select('owner');\n    return made.length === 0 || made.some((operation) => operation.owner === owner);",
    ),
  ),
  mutant(
    'owner.odd',
    'an id that PostgreSQL cannot store is a bad request',
    profileRoutes(
      'const isOwn = isId(personId) && (',
      "if (!isId(personId)) throw new Problem(400, 'This is no id.');\n  const isOwn = (",
    ),
  ),
  mutant(
    'trace.begun',
    'a traceparent goes on as it came: malformed, or not at all',
    patience(
      'import { type Call, type CallAnswer, call, type NoAnswer } from',
      'import type { Call, CallAnswer, NoAnswer } from',
    ),
    patience(
      '/** Asks a neighbour, and again',
      `async function call(url: string, { limitMs = LIMIT_MS, traceparent, headers, ...rest }: Call): Promise<CallAnswer> {
  const sent = { ...headers, ...(traceparent === undefined ? {} : { traceparent }) };
  try {
    const signal = AbortSignal.timeout(limitMs);
    const answer = await fetch(url, { ...rest, headers: sent, signal, redirect: 'manual' });
    return { status: answer.status, headers: Object.fromEntries(answer.headers), text: await answer.text() };
  } catch (error) {
    const { cause = error } = error as Error;
    throw new Error('no answer', { cause });
  }
}

/** Asks a neighbour, and again`,
    ),
    caller('return continueTrace(incoming);', 'return incoming;'),
  ),
  mutant(
    'problem.unknown-path',
    'at an unknown path everything is gone for good',
    onError(
      "if (error.status === 404 && !/^.(profiles|operations|health)/.test(request.path)) return new Problem(410, 'Gone.');",
    ),
    problemInApp,
  ),
  mutant(
    'conforms.getProfile.4.1',
    'a profile is read with a media type of its own',
    onAnswer("if (response.statusCode === 200 && body?.person) response.type('application/hal+json');"),
  ),
  mutant(
    'keys.kept',
    'the key set is fetched for every token',
    tokens('{ timeoutDuration: LIMIT_MS }', '{ timeoutDuration: LIMIT_MS, cacheMaxAge: 0 }'),
  ),
  mutant(
    'keys.away',
    'without a key set every token is at fault',
    tokens('if (kept !== undefined) return createLocalJWKSet(kept)', 'return createLocalJWKSet(kept ?? { keys: [] })'),
  ),
  mutant(
    'keys.slow',
    'a token is at fault when the key set is slow',
    tokens(
      'const kept = remote.jwks();',
      'if (cause instanceof errors.JWKSTimeout) throw cause;\n      const kept = remote.jwks();',
    ),
  ),
];
