import type { Mutant } from '../../../src/validity/mutant.ts';
import { authorize, me, scopes, tokens } from './edits.ts';

/** What a token opens, and not quite so. */
export const mutants: Mutant[] = [
  {
    id: 'me.gone.head',
    describes: 'HEAD of /me does not ask Person',
    kills: ['me.gone'],
    edits: [
      me("router.route('/me').get(show(parts))", "router.route('/me').head(peek(parts)).get(show(parts))"),
      me(
        'function challenge(status',
        "function peek({ tokens }: MeParts): RequestHandler {\n  return async (request, response) => {\n    await admitted(tokens, request);\n    response.type('json').end();\n  };\n}\n\nfunction challenge(status",
      ),
    ],
  },
  {
    id: 'authorize.invalid.audience',
    describes: '/authorize takes a token for any audience',
    kills: ['authorize.invalid'],
    edits: [
      tokens(
        'async verify(token: string): Promise<Claims | undefined> {',
        'async verify(token: string, forAnybody = false): Promise<Claims | undefined> {',
      ),
      tokens('const claims = await this.#signed(token);', 'const claims = await this.#signed(token, forAnybody);'),
      tokens('async #signed(token: string)', 'async #signed(token: string, forAnybody = false)'),
      tokens(
        'typ: TYPE, issuer, audience, required',
        'typ: TYPE, issuer, audience: forAnybody ? undefined : audience, required',
      ),
      authorize('await tokens.verify(token);', 'await tokens.verify(token, true);'),
    ],
  },
  {
    id: 'me.gone.remembered',
    describes: '/me remembers what it has shown',
    kills: ['me.gone', 'me.unavailable'],
    edits: [
      me(
        'function show({ tokens, persons }: MeParts)',
        'const shown = new Map<string, { person: string; until: number }>();\n\nfunction show({ tokens, persons }: MeParts)',
      ),
      me(
        "const person = await persons.read(sub, request.get('traceparent'));",
        "const known = shown.get(sub);\n    const person = known && known.until > Date.now() ? known.person : await persons.read(sub, request.get('traceparent'));",
      ),
      me(
        "    response.set('Cache-Control', 'no-store').type",
        "    if (person !== known?.person) shown.set(sub, { person, until: Date.now() + 30_000 });\n    response.set('Cache-Control', 'no-store').type",
      ),
    ],
  },
  {
    id: 'me.unavailable.last',
    describes: 'when Person is away, /me shows what it has shown last',
    kills: ['me.unavailable'],
    edits: [
      me(
        'function show({ tokens, persons }: MeParts)',
        'const shown = new Map<string, string>();\n\nfunction show({ tokens, persons }: MeParts)',
      ),
      me(
        "const person = await persons.read(sub, request.get('traceparent'));",
        "const person = await persons.read(sub, request.get('traceparent')).catch((error) => {\n      if (!shown.has(sub)) throw error;\n      return shown.get(sub);\n    });",
      ),
      me(
        "    response.set('Cache-Control', 'no-store').type",
        "    shown.set(sub, person);\n    response.set('Cache-Control', 'no-store').type",
      ),
    ],
  },
  {
    id: 'table.name.newline',
    describes: 'a {name} may end with a line end',
    kills: ['table.name'],
    edits: [scopes('/^[\\w-]+$/.test(segment)', '/^[\\w-]+$/m.test(segment)')],
  },
  {
    id: 'authorize.scope.begins',
    describes: 'a scope is enough that is the beginning of a scope',
    kills: ['authorize.scope'],
    edits: [
      authorize(
        'scopes.includes(row.scope) &&',
        'scopes.some((scope) => row.scope === scope || row.scope.startsWith(`${scope}:`)) &&',
      ),
    ],
  },
  {
    id: 'body.unknown.escaped',
    describes: 'the pointer of an unknown member is not escaped',
    kills: ['body.unknown', 'conforms.authorize.3.6'],
    edits: [authorize('pointer: pointerTo(name),', 'pointer: `/${name}`,')],
  },
];
