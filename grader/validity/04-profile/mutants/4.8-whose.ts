import type { Edit, Mutant } from '../../../src/validity/mutant.ts';
import { caller, operationRoutes, profileRoutes, tokens } from './edits.ts';

const OWN = '(personId === caller.sub ||';
const READ = 'const profile = await readOwn(parts, request.params.personId, callerOf(response));';

/** A route of which the token needs no scope. */
function unscoped(...route: Edit[]): Edit[] {
  return [
    tokens(
      "async subjectOf(authorization = ''): Promise<string> {",
      "async subjectOf(authorization = '', scoped = true): Promise<string> {",
    ),
    tokens('if (!scopesOf(claims).includes(SCOPE)) {', 'if (scoped && !scopesOf(claims).includes(SCOPE)) {'),
    caller(
      'export function admit(tokens: Tokens): RequestHandler {',
      'export function admit(tokens: Tokens, scoped = true): RequestHandler {',
    ),
    caller('sub: await tokens.subjectOf(authorization),', 'sub: await tokens.subjectOf(authorization, scoped),'),
    ...route,
  ];
}

/** Rules about tokens and owners that hold for most requests, and not for one. */
export const mutants: Mutant[] = [
  {
    id: 'auth.time.text',
    describes: 'the end of a token may be a text',
    kills: ['auth.time'],
    edits: [
      tokens(
        'if (error instanceof errors.JOSEError ||',
        "if (error instanceof errors.JWTClaimValidationFailed && typeof error.payload.exp === 'string') return error.payload;\n      if (error instanceof errors.JOSEError ||",
      ),
    ],
  },
  {
    id: 'auth.post',
    describes: 'a POST needs no scope',
    kills: ['auth.post'],
    edits: unscoped(
      profileRoutes(
        '.post(admitted, jsonBody(), create(parts));',
        '.post(admit(parts.tokens, false), jsonBody(), create(parts));',
      ),
    ),
  },
  {
    id: 'auth.delete',
    describes: 'a DELETE needs no scope',
    kills: ['auth.delete'],
    edits: unscoped(
      profileRoutes('.delete(admitted, removeOwn(parts));', '.delete(admit(parts.tokens, false), removeOwn(parts));'),
    ),
  },
  {
    id: 'auth.operation',
    describes: 'an operation is shown to a token without the scope',
    kills: ['auth.operation'],
    edits: unscoped(
      operationRoutes('get(admit(parts.tokens), read(parts))', 'get(admit(parts.tokens, false), read(parts))'),
    ),
  },
  {
    id: 'owner.other.longer',
    describes: 'a profile is that of every sub that begins with its id',
    kills: ['owner.other'],
    edits: [profileRoutes(OWN, '(caller.sub.startsWith(personId) ||')],
  },
  {
    id: 'owner.other.shorter',
    describes: 'a profile is that of every sub with which its id begins',
    kills: ['owner.other'],
    edits: [profileRoutes(OWN, '(personId.startsWith(caller.sub) ||')],
  },
  {
    id: 'owner.other.head',
    describes: 'HEAD of a profile does not ask whose it is',
    kills: ['owner.other'],
    edits: [
      profileRoutes(
        READ,
        "const caller = callerOf(response);\n    const sub = request.method === 'HEAD' ? request.params.personId : caller.sub;\n    const profile = await readOwn(parts, request.params.personId, { ...caller, sub });",
      ),
    ],
  },
  {
    id: 'owner.maker',
    describes: 'only the person whose profile it is may delete it',
    kills: ['owner.maker'],
    edits: [
      profileRoutes(
        'const caller = callerOf(response);\n    const profile',
        "const caller = callerOf(response);\n    if (request.params.personId !== caller.sub) throw new Problem(404, 'There is no such profile.');\n    const profile",
      ),
    ],
  },
];
