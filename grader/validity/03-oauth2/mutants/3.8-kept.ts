import { mutant } from '../../../src/validity/mutant.ts';
import {
  authorize,
  logOn,
  logOns,
  logOnsTable,
  persons,
  provider,
  refresh,
  revocations,
  settings,
  tokenRoutes,
  tokens,
} from './edits.ts';

/** Mistakes that a quick try does not show, of checkpoints 3.1 to 3.5. */
export const mutants = [
  {
    ...mutant(
      'return.path',
      'a return_to has at most 128 characters',
      logOnsTable('"returnTo" text,', '"returnTo" varchar(128),'),
    ),
    id: 'return.path.long',
    kills: ['return.path', 'conforms.login.3.1'],
  },
  mutant(
    'settings.each',
    'PUBLIC_URL may have a path',
    settings('new URL(value).origin === value', "!value.endsWith('/')"),
  ),
  {
    ...mutant(
      'settings.each',
      'TOKEN_TTL_SECONDS may have letters after its digits',
      settings(
        'return /^[1-9]\\d{0,8}$/.test(value) ? Number(value) : undefined;',
        'const ttl = Number.parseInt(value, 10);\n    return ttl >= 1 ? ttl : undefined;',
      ),
    ),
    id: 'settings.each.ttl',
  },
  {
    ...mutant(
      'state.absent',
      'a state goes into SQL as it is',
      logOns('insert({ ...logOn, state: digest(state), browser', 'insert({ ...logOn, state, browser'),
      logOns(
        '.where({ state: digest(state), browser: digest(browser) })',
        ".where({ browser: digest(browser) })\n      .whereRaw(`(state = '${state.replaceAll('\\0', '').replaceAll('?', '\\\\?')}')`)",
      ),
    ),
    id: 'state.absent.quote',
    kills: ['state.absent', 'conforms.loginCallback.3.2'],
  },
  {
    ...mutant(
      'state.absent',
      'a state with U+0000 goes to the database',
      logOns('insert({ ...logOn, state: digest(state), browser', 'insert({ ...logOn, state, browser'),
      logOns(
        '.where({ state: digest(state), browser: digest(browser) })',
        '.where({ state, browser: digest(browser) })',
      ),
    ),
    id: 'state.absent.nul',
    kills: ['state.absent', 'conforms.loginCallback.3.2'],
  },
  {
    ...mutant(
      'provider.error',
      'that consent is required counts as a refusal of the user',
      logOn(
        "  return new Problem(502, 'The log-on provider refused.'",
        "  const status = /_required$/.test(String(error.code)) ? 403 : 502;\n  return new Problem(status, 'The log-on provider refused.'",
      ),
    ),
    id: 'provider.error.required',
  },
  {
    ...mutant(
      'person.found',
      'whose an e-mail address is, is asked once',
      persons('  readonly #base: string;', '  readonly #base: string;\n  readonly #ids = new Map<string, string>();'),
      persons(
        '    const found = (await this.#find(profile.email, traceparent))',
        '    const found = this.#ids.get(profile.email) ?? (await this.#find(profile.email, traceparent))',
      ),
      persons(
        "    return id ?? unavailable('taken, but nobody has it');",
        "    if (id) this.#ids.set(profile.email, id);\n    return id ?? unavailable('taken, but nobody has it');",
      ),
    ),
    id: 'person.found.kept',
  },
  mutant(
    'provider.plain',
    'the 502 for what is no JSON shows where it was thrown',
    provider(
      '  } catch (cause) {\n    throw useless(cause);',
      "  } catch (cause) {\n    throw new Problem(502, `The log-on provider gave no JSON: ${(cause as Error).stack}`, { code: 'provider-failed' });",
    ),
  ),
  mutant(
    'callback.query',
    'a return_to at the callback counts, too',
    logOn(
      'await welcome(parts, { profile, returnTo: logOn.returnTo }, request, response);',
      "const { return_to: returnTo = logOn.returnTo } = queryOf(request, 'return_to');\n      await welcome(parts, { profile, returnTo }, request, response);",
    ),
  ),
  mutant(
    'jti.restart',
    'the jti is counted from the start of the process on',
    tokens('.setJti(randomUUID())', '.setJti(String(++issued))'),
    tokens("const CLIENT = 'seeka';", "const CLIENT = 'seeka';\nlet issued = 0;"),
  ),
  mutant(
    'revoke.race',
    'of racing revocations of one token all but one are answered with 503',
    revocations(
      "import type { Knex } from 'knex';",
      "import { Problem } from '@seeka/kit/problem';\nimport type { Knex } from 'knex';",
    ),
    revocations(
      ".insert(row).onConflict('hash').ignore();",
      ".insert(row).catch(() => {\n      throw new Problem(503, 'The database is away.');\n    });",
    ),
  ),
  {
    ...mutant(
      'introspect.client',
      'clients are looked up among what every object has, too',
      tokenRoutes(
        'const known = clients.get(id);',
        'const known = (Object.fromEntries(clients) as Record<string, string>)[id];',
      ),
    ),
    id: 'introspect.client.inherited',
    kills: ['introspect.client', 'conforms.introspect.3.5'],
  },
  {
    ...mutant(
      'introspect.client',
      'a beginning of the secret of a client is enough',
      tokenRoutes(
        'return known !== undefined && timingSafeEqual(Buffer.from(digest(known)), Buffer.from(digest(given)));',
        "const [wanted, came] = [Buffer.from(known ?? ''), Buffer.from(given)];\n  return came.length > 0 && came.length <= wanted.length && timingSafeEqual(wanted.subarray(0, came.length), came);",
      ),
    ),
    id: 'introspect.client.beginning',
  },
  {
    ...mutant(
      'authorize.allows',
      'of the scopes of a token the first counts',
      authorize('scopes.includes(row.scope) &&', 'scopes[0] === row.scope &&'),
    ),
    id: 'authorize.allows.first',
  },
  mutant(
    'table.anew',
    'a decision is remembered by scopes, method and path',
    authorize(
      '    const allow = table.some((row) => scopes.includes(row.scope) && fits(row, { method, path, principal }));',
      '    const key = JSON.stringify([scopes, method, path]);\n    const allow =\n      decisions.get(key) ?? table.some((row) => scopes.includes(row.scope) && fits(row, { method, path, principal }));\n    decisions.set(key, allow);',
    ),
    authorize(
      "const members = ['token', 'method', 'path'] as const;",
      "const decisions = new Map<string, boolean>();\nconst members = ['token', 'method', 'path'] as const;",
    ),
  ),
  {
    ...mutant(
      'body.unknown',
      'what every object has is no unknown member',
      authorize('!members.includes(name as (typeof members)[number]));', '!(name in known));'),
      authorize('type Question =', 'const known = { token: true, method: true, path: true };\ntype Question ='),
    ),
    id: 'body.unknown.inherited',
  },
  mutant(
    'refresh.beside',
    'a log-on ends the refresh tokens of those before',
    refresh(
      "      const [family] = await transaction('families')",
      "      await transaction('families').where({ sub }).delete();\n      const [family] = await transaction('families')",
    ),
  ),
];
