import { draft, operationRoutes, profileRoutes, tokens } from './edits.ts';

const UNSIGNED = "token.slice(0, token.lastIndexOf('.'))";
const MADE = 'operations.hasMade(digest(sub), personId)';
const READER = 'digest(callerOf(response).sub)';

/** Mistakes that take one thing for another that looks like it. */
export const mutants = [
  {
    id: 'auth.signature.known',
    describes: 'a token that is known is not compared as far as its signature',
    kills: ['auth.signature'],
    edits: [
      tokens('this.#known.get(token)', `this.#known.get(${UNSIGNED})`),
      tokens('this.#known.set(token, payload)', `this.#known.set(${UNSIGNED}, payload)`),
    ],
  },
  {
    id: 'owner.other.case',
    describes: 'an id and a sub are compared without regard to case',
    kills: ['owner.other'],
    edits: [profileRoutes('(personId === caller.sub ||', '(personId.toLowerCase() === caller.sub.toLowerCase() ||')],
  },
  {
    id: 'operation.owner.case',
    describes: 'whoever begins an operation is remembered in lower case',
    kills: ['operation.owner'],
    edits: [
      draft('owner: digest(sub),', 'owner: digest(sub.toLowerCase()),'),
      profileRoutes(MADE, MADE.replace('(sub)', '(sub.toLowerCase())')),
      operationRoutes(READER, READER.replace('.sub)', '.sub.toLowerCase())')),
    ],
  },
  {
    id: 'key.own.case',
    describes: 'keys that differ in case alone are one key',
    kills: ['key.own'],
    edits: [draft('key: digest(key),', 'key: digest(key.toLowerCase()),')],
  },
];
