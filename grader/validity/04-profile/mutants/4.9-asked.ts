import type { Mutant } from '../../../src/validity/mutant.ts';
import { caller, create, draft, neighbours, patience, profile, profileRoutes, tokens } from './edits.ts';

/** What is read, asked for and told, and not quite so. */
export const mutants: Mutant[] = [
  {
    id: 'slow.patient.sequential',
    describes: 'the reading at the end asks for the address when the person has been answered',
    kills: ['slow.patient'],
    edits: [
      create(
        'const profile = await readProfile(neighbours, personId, ask).catch(',
        "const inTurn = async () => {\n    const person = await neighbours.person(personId, ask);\n    const address = await neighbours.addressOf(personId, ask).catch((error: unknown) => {\n      if (error instanceof Unanswered) return 'unavailable' as const;\n      throw error;\n    });\n    return person && { personId, person, address: address ?? null };\n  };\n  const profile = await inTurn().catch(",
      ),
    ],
  },
  {
    id: 'read.unavailable.redirect',
    describes: 'a redirect that is answered for the address is followed',
    kills: ['read.unavailable'],
    edits: [
      neighbours(
        'return shown(await ask({ ...question, circuit: this.#circuits.address }, asked));',
        "const circuit = this.#circuits.address;\n    const first = await ask({ ...question, circuit }, asked);\n    const { location } = first.headers;\n    if (first.status < 300 || first.status > 399 || typeof location !== 'string') return shown(first);\n    return shown(await ask({ url: new URL(location, question.url).href, circuit }, asked));",
      ),
    ],
  },
  {
    id: 'read.nobody.address',
    describes: 'while the address is unavailable, nobody is gone: 503',
    kills: ['read.nobody'],
    edits: [
      profile(
        'return person && { personId, person, address: address ?? null };',
        "if (!person && address === 'unavailable') throw new Unanswered('the neighbour', 'failed', false);\n  return person && { personId, person, address: address ?? null };",
      ),
    ],
  },
  {
    id: 'etag.shown.known',
    describes: 'while something is unavailable, If-None-Match is not looked at',
    kills: ['etag.shown'],
    edits: [
      profileRoutes(
        'if (isKnown(version, ifNoneMatch))',
        "if (profile.address === 'unavailable') delete response.req.headers['if-none-match'];\n  if (profile.address !== 'unavailable' && isKnown(version, ifNoneMatch))",
      ),
    ],
  },
  {
    id: 'etag.not-modified.neighbours',
    describes: 'If-None-Match goes on to the neighbours, whose 304 is no answer',
    kills: ['etag.not-modified'],
    edits: [
      caller(
        'authorization, until },',
        "authorization, until, known: request.method === 'GET' ? request.get('If-None-Match') : undefined },",
      ),
      patience(
        'function passedOn({ traceparent, authorization }: Ask,',
        'function passedOn({ traceparent, authorization, known }: Ask & { known?: string },',
      ),
      patience(
        '...(authorization !== undefined && { authorization }) }',
        "...(authorization !== undefined && { authorization }), ...(known !== undefined && { 'if-none-match': known }) }",
      ),
    ],
  },
  {
    id: 'auth.ended',
    describes: 'a token that was good once is good',
    kills: ['auth.ended'],
    edits: [
      tokens(
        'if (known && Date.now() / 1_000 < Number(known.exp) + LEEWAY_SECONDS) return known;',
        'if (known) return known;',
      ),
    ],
  },
  {
    id: 'auth.brought-key.fallback',
    describes: 'where no key of the set fits, the key in the header does',
    kills: ['auth.brought-key'],
    edits: [
      tokens('import { createLocalJWKSet,', 'import { EmbeddedJWK, createLocalJWKSet,'),
      tokens(
        'if (kept !== undefined) return createLocalJWKSet(kept)(header, token);',
        'if (kept !== undefined && header?.jwk) return EmbeddedJWK(header, token);\n      if (kept !== undefined) return createLocalJWKSet(kept)(header, token);',
      ),
    ],
  },
  {
    id: 'keys.slow.body',
    describes: 'the time limit for the key set ends with its headers',
    kills: ['keys.slow'],
    edits: [
      tokens('errors, type JWTPayload', 'customFetch, errors, type JWTPayload'),
      tokens(
        '{ timeoutDuration: LIMIT_MS }',
        '{\n    timeoutDuration: 60_000,\n    [customFetch]: async (where, options) => {\n      const limit = new AbortController();\n      const timer = setTimeout(() => limit.abort(), LIMIT_MS);\n      const answer = await fetch(where, { ...options, signal: limit.signal });\n      clearTimeout(timer);\n      return answer;\n    },\n  }',
      ),
    ],
  },
  {
    id: 'keys.kept.trace',
    describes: 'the call for the key set has a trace',
    kills: ['keys.kept'],
    edits: [
      tokens(
        "import { Problem } from '@seeka/kit/problem';",
        "import { Problem } from '@seeka/kit/problem';\nimport { continueTrace } from '@seeka/kit/trace';",
      ),
      tokens(
        '{ timeoutDuration: LIMIT_MS }',
        '{ timeoutDuration: LIMIT_MS, headers: { traceparent: continueTrace(undefined) } }',
      ),
    ],
  },
  {
    id: 'body.unknown.escaped',
    describes: 'of a pointer the tilde is escaped last',
    kills: ['body.unknown'],
    edits: [
      draft("member.replaceAll('~', '~0').replaceAll('/', '~1')", "member.replaceAll('/', '~1').replaceAll('~', '~0')"),
    ],
  },
  {
    id: 'body.unknown.complete',
    describes: 'unknown members are told when nothing is missing',
    kills: ['body.unknown'],
    edits: [draft('    ...unknown.map(', '    ...(broken.length > 0 ? [] : unknown).map(')],
  },
  {
    id: 'slow.budget.unread',
    describes: 'a reading at the end that is late is told as 503',
    kills: ['slow.budget'],
    edits: [
      create(
        'throw error instanceof Unanswered ? problemOf(error) : error;',
        'throw error instanceof Unanswered ? away(error) : error;',
      ),
      create('import { away, problemOf }', 'import { away }'),
    ],
  },
  {
    id: 'slow.budget.last',
    describes: 'a reading at the end that is late is tried twice more',
    kills: ['slow.budget'],
    edits: [
      create(
        'const profile = await readProfile(neighbours, personId, ask).catch(',
        'const read = () => readProfile(neighbours, personId, { ...ask, until: undefined });\n  const profile = await read().catch(read).catch(read).catch(',
      ),
    ],
  },
];
