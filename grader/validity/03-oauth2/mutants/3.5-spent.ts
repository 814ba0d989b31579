import { mutant } from '../../../src/validity/mutant.ts';
import { refresh, revocations, tokenRoutes, tokens } from './edits.ts';

const LIFETIME = "const LIFETIME = '30 days';";
const DIES = "await transaction('families').where({ id: family.id }).update({ dead: true });";
const KILL = `${DIES}\n        return`;
const FIELDS =
  "const { token } = fieldsOf(request, 'token');\n    if (!token) throw new OAuthError('invalid_request', 'token is missing.');";
const ISSUE = 'const answer = await tokens.issue(refreshed.sub, refreshed.scope);';
const CLAIMS = 'const claims = await tokens.verify(token);\n    if (!claims) return void';

/** Mistakes of checkpoint 3.5 in what is dead, and over a restart. */
export const mutants = [
  mutant(
    'refresh.restart',
    'what was revoked is kept in memory',
    revocations(
      `(await this.#knex('revoked_tokens')\n        .where({ hash: hashOf(token) })\n        .first('hash')) !== undefined`,
      'revoked.has(hashOf(token))',
    ),
    revocations(
      "await this.#knex('revoked_tokens').insert(row).onConflict('hash').ignore();",
      'revoked.add(row.hash);',
    ),
    revocations(
      '/** Access tokens that are dead before their time. */',
      'const revoked = new Set<string>();\n\n/** Access tokens that are dead before their time. */',
    ),
  ),
  {
    id: 'refresh.restart.dead',
    describes: 'which log-ons are dead is kept in memory',
    kills: ['refresh.restart'],
    edits: [
      refresh('if (!family || family.dead)', 'if (!family || dead.has(family.id))'),
      refresh(KILL, 'dead.add(family.id);\n        return'),
      refresh(`if (family) ${DIES}`, 'if (family) dead.add(family.id);'),
      refresh(LIFETIME, `${LIFETIME}\nconst dead = new Set<string>();`),
    ],
  },
  {
    id: 'refresh.restart.used',
    describes: 'which refresh tokens were used is kept in memory',
    kills: ['refresh.restart'],
    edits: [
      refresh(
        "const fresh = await transaction('refresh_tokens').where({ hash, used: false }).update({ used: true });",
        'const fresh = used.has(hash) ? 0 : 1;\n      used.add(hash);',
      ),
      refresh(LIFETIME, `${LIFETIME}\nconst used = new Set<string>();`),
    ],
  },
  mutant(
    'revoke.others',
    'a revoked refresh token ends all log-ons of the person',
    refresh(
      "if (family) await transaction('families').where({ id: family.id })",
      "if (family) await transaction('families').where({ sub: family.sub })",
    ),
  ),
  mutant(
    'revoke.bare',
    'what has no jti cannot be revoked',
    tokens('if (claims) await this.#revocations.add(', 'if (claims?.jti) await this.#revocations.add('),
  ),
  mutant(
    'introspect.spent',
    'whatever looks like a refresh token is active',
    tokenRoutes(
      CLAIMS,
      CLAIMS.replace(
        'if (!claims)',
        'if (!claims && /^[\\w-]{43}$/.test(token)) return void response.json({ active: true });\n    if (!claims)',
      ),
    ),
  ),
  {
    id: 'revoke.bare.hint',
    describes: 'what the hint calls a refresh token is looked for nowhere else',
    kills: ['revoke.bare'],
    edits: [
      tokenRoutes(
        `${FIELDS}\n    await refreshTokens`,
        `${FIELDS.replace('{ token }', '{ token, token_type_hint: hint }').replace("'token')", "'token', 'token_type_hint')")}\n    await refreshTokens`,
      ),
      tokenRoutes('await tokens.revoke(token);', "if (hint !== 'refresh_token') await tokens.revoke(token);"),
    ],
  },
  mutant(
    'refresh.neighbours',
    'who renews is looked up at Person',
    tokenRoutes(ISSUE, `await fetch(\`\${settings.PERSON_URL}/persons/\${refreshed.sub}\`);\n    ${ISSUE}`),
    tokenRoutes('function renew({ tokens,', 'function renew({ settings, tokens,'),
  ),
];
