import type { Mutant } from '../../../src/validity/mutant.ts';
import { logOn, persons, provider } from './edits.ts';

/** What goes to Person and comes back, and not quite so. */
export const mutants: Mutant[] = [
  {
    id: 'neighbour.redirect',
    describes: 'a redirect of Person is followed, where somebody is looked for',
    kills: ['neighbour.redirect'],
    edits: [
      persons(
        '    return call(this.#base + path, request).catch(unavailable);',
        "    const follow = async () => {\n      const answer = await call(this.#base + path, request);\n      const { location } = answer.headers;\n      if (answer.status < 300 || answer.status > 399 || typeof location !== 'string' || request?.method || !path.includes('?')) return answer;\n      return call(new URL(location, this.#base + path).href, request);\n    };\n    return follow().catch(unavailable);",
      ),
    ],
  },
  {
    id: 'me.redirect',
    describes: 'a redirect of Person is followed, where somebody is shown',
    kills: ['me.redirect'],
    edits: [
      persons(
        '    return call(this.#base + path, request).catch(unavailable);',
        "    const follow = async () => {\n      const answer = await call(this.#base + path, request);\n      const { location } = answer.headers;\n      if (answer.status < 300 || answer.status > 399 || typeof location !== 'string' || request?.method || path.includes('?')) return answer;\n      return call(new URL(location, this.#base + path).href, request);\n    };\n    return follow().catch(unavailable);",
      ),
    ],
  },
  {
    id: 'profile.unverified.list',
    describes: 'email_verified is compared as a text',
    kills: ['profile.unverified'],
    edits: [provider('verified !== true)', "String(verified).toLowerCase() !== 'true')")],
  },
  {
    id: 'person.found.capitals',
    describes: 'a person is found whose e-mail is the same letter by letter',
    kills: ['person.found'],
    edits: [
      persons(
        'return data.length === 0 ? undefined : idIn(data[0]);',
        'const same = data.find((person) => Object(person).email === email);\n    return same === undefined ? undefined : idIn(same);',
      ),
    ],
  },
  {
    id: 'trace.passed.again',
    describes: 'the second look after a 409 has a trace of its own',
    kills: ['trace.passed'],
    edits: [
      persons(
        'const id = found ?? (await this.#find(profile.email, traceparent));',
        'const id = found ?? (await this.#find(profile.email, undefined));',
      ),
    ],
  },
  {
    id: 'trace.passed.capitals',
    describes: 'a traceparent in capitals is taken',
    kills: ['trace.passed'],
    edits: [logOn("request.get('traceparent'));\n", "request.get('traceparent')?.toLowerCase());\n")],
  },
  {
    id: 'discreet.callback.userinfo',
    describes: 'when userinfo fails, the token is shown',
    kills: ['discreet.callback'],
    edits: [
      provider(
        'const shown = await asked(this.#settings.OAUTH2_USERINFO_URL, { headers });',
        'const shown = await asked(this.#settings.OAUTH2_USERINFO_URL, { headers }).catch((error) => {\n      throw new Problem(error.status, `Userinfo did not take ${headers.authorization}.`, { cause: error });\n    });',
      ),
    ],
  },
  {
    id: 'discreet.callback.code',
    describes: 'the code of a callback that is refused is shown',
    kills: ['discreet.callback'],
    edits: [
      logOn(
        "throw new Problem(400, 'This log-on was not begun here, or has ended. Begin again at /login.',",
        'throw new Problem(400, `The log-on of ${request.originalUrl} was not begun here, or has ended.`,',
      ),
    ],
  },
];
