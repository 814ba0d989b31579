import { mutant } from '../../../src/validity/mutant.ts';
import { draft, routes, store } from './edits.ts';

/** Mistakes in what one method takes, or one sign means, of checkpoints 2.1 and 2.2. */
export const mutants = [
  mutant(
    'put.trimmed',
    'a PUT stores lastName with the white space around it',
    routes(
      'parseReplacement(request.body, represent(current))',
      '{ ...parseReplacement(request.body, represent(current)), lastName: request.body.lastName }',
    ),
  ),
  mutant(
    'member.short',
    'an email whose last part has one character is at fault',
    draft('\\.[^\\s@]+$/.test(value) &&', '\\.[^\\s@]{2,}$/.test(value) &&'),
  ),
  mutant(
    'put.spelling',
    'a PUT that changes the capitals of the own e-mail address alone keeps the old ones',
    routes(
      'const person = await persons.replace(target, parseReplacement(request.body, represent(current)));',
      'const draft = parseReplacement(request.body, represent(current));\n    if (draft.email.toLowerCase() === current.email.toLowerCase()) draft.email = current.email;\n    const person = await persons.replace(target, draft);',
    ),
  ),
  mutant(
    'merge.birth-date',
    'a PATCH does not look whether a birthDate is in the future',
    draft('return isDay && moment', 'return isDay && (lenient || moment'),
    draft('<= Date.now();', '<= Date.now());'),
    draft('interface Rule {', 'let lenient = false;\n\ninterface Rule {'),
    draft(
      'return parseDraft(Object.fromEntries([...kept, ...Object.entries(patch).filter(known)]));',
      'lenient = true;\n  try {\n    return parseDraft(Object.fromEntries([...kept, ...Object.entries(patch).filter(known)]));\n  } finally {\n    lenient = false;\n  }',
    ),
  ),
  {
    ...mutant(
      'merge.body',
      'a PATCH with charset=utf-8 is refused',
      routes(
        "import type { Persons } from './store.ts';",
        "import { Problem } from '@seeka/kit/problem';\nimport type { Persons } from './store.ts';",
      ),
      routes(
        "person.patch(jsonBody('application/merge-patch+json'), patch(parts));",
        "person.patch((request, _response, next) => {\n    if (request.get('Content-Type')?.includes(';')) throw new Problem(415, 'The body must be application/merge-patch+json.');\n    next();\n  });\n  person.patch(jsonBody('application/merge-patch+json'), patch(parts));",
      ),
    ),
    id: 'merge.body.charset',
  },
  mutant(
    'merge.body',
    'a PATCH without a body is an empty patch',
    routes(
      "person.patch(jsonBody('application/merge-patch+json'), patch(parts));",
      "const readPatch = jsonBody('application/merge-patch+json');\n  person.patch((request, response, next) => {\n    const isEmpty = (request.get('Content-Length') ?? '0') === '0' && !request.get('Transfer-Encoding');\n    if (!isEmpty) return readPatch(request, response, next);\n    request.body = {};\n    next();\n  }, patch(parts));",
    ),
  ),
  {
    ...mutant(
      'merge.body',
      'a PATCH of more than 64 kB is too large',
      routes(
        "import type { Persons } from './store.ts';",
        "import { Problem } from '@seeka/kit/problem';\nimport type { Persons } from './store.ts';",
      ),
      routes(
        "person.patch(jsonBody('application/merge-patch+json'), patch(parts));",
        "person.patch((request, _response, next) => {\n    if (Number(request.get('Content-Length')) > 65_536) throw new Problem(413, 'The body is too large.');\n    next();\n  });\n  person.patch(jsonBody('application/merge-patch+json'), patch(parts));",
      ),
    ),
    id: 'merge.body.ninety',
  },
  mutant(
    'merge.beside',
    'an unknown member that is null is ignored beside another',
    draft(
      'value !== null || !Object.hasOwn(rules, name);',
      'value !== null || (!Object.hasOwn(rules, name) && Object.keys(patch).length === 1);',
    ),
  ),
  mutant(
    'put.body',
    'a PUT takes bytes that are not UTF-8, and mends them',
    routes(
      "import type { Persons } from './store.ts';",
      "import { Problem } from '@seeka/kit/problem';\nimport type { Persons } from './store.ts';",
    ),
    routes(
      'function answerOf(person: Person): Answer {',
      "function looseBody(limit: string): RequestHandler[] {\n  const check: RequestHandler = (request, _response, next) => {\n    const type = request.get('Content-Type') ?? '';\n    if (!/^application\\/json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?$/i.test(type)) throw new Problem(415, 'The body must be JSON.');\n    next();\n  };\n  const parse: RequestHandler = (request, _response, next) => {\n    if (typeof request.body !== 'string' || request.body === '') throw new Problem(400, 'The body is empty.');\n    try {\n      request.body = JSON.parse(request.body);\n    } catch {\n      throw new Problem(400, 'The body is not JSON.');\n    }\n    next();\n  };\n  return [check, express.text({ type: () => true, limit }), parse];\n}\n\nfunction answerOf(person: Person): Answer {",
    ),
    routes('.put(jsonBody(), replace(parts))', ".put(looseBody('100kb'), replace(parts))"),
  ),
  mutant(
    'member.other-signs',
    'white space around a phone is taken off, as around a name',
    draft("...trim('firstName')", "...trim('phone'), ...trim('firstName')"),
  ),
  {
    ...mutant(
      'member.other-signs',
      'any digits of Unicode are digits of a phone',
      draft('/^\\+\\d{2,15}$/', '/^\\+\\p{Nd}{2,15}$/u'),
    ),
    id: 'member.other-signs.digits',
    kills: ['member.other-signs', 'conforms.createPerson.2.1'],
  },
  mutant(
    'put.updated',
    'a PUT leaves updatedAt as it was',
    routes(
      'parseReplacement(request.body, represent(current)));',
      'parseReplacement(request.body, represent(current)), true);',
    ),
    store('async replace(target: Target, draft: Draft)', 'async replace(target: Target, draft: Draft, keep = false)'),
    store(
      'update(this.#changed(draft))',
      "update(keep ? { ...draft, version: this.#knex.raw('version + 1') } : this.#changed(draft))",
    ),
  ),
  {
    ...mutant(
      'method.item',
      'Allow of a person names POST',
      routes("person.all(allowOnly('GET', 'HEAD',", "person.all(allowOnly('GET', 'HEAD', 'POST',"),
    ),
    id: 'method.item.post',
  },
  {
    ...mutant(
      'method.collection',
      'Allow of the collection names DELETE',
      routes(
        "collection.all(allowOnly('GET', 'HEAD', 'POST'",
        "collection.all(allowOnly('GET', 'HEAD', 'POST', 'DELETE'",
      ),
    ),
    id: 'method.collection.delete',
  },
];
