import { mutant } from '../../../src/validity/mutant.ts';
import { draft, onAnswer, problemInRoutes, routes } from './edits.ts';

const KNOWN = 'const known = ([name, value]: [string, unknown]) => value !== null || !Object.hasOwn(rules, name);';
const KEPT = 'const kept = members.filter(([name, value]) => value !== null && !Object.hasOwn(patch, name as string));';
const MERGED = 'return parseDraft(Object.fromEntries([...kept, ...Object.entries(patch).filter(known)]));';
const PATCH = 'const person = await persons.replace({ id, version }, merge(current, request.body));';
const PATCH_ROUTE = "person.patch(jsonBody('application/merge-patch+json'), patch(parts));";
const OBJECT = 'if (!isObject(patch)) return parseDraft(patch);';

/** Mistakes of checkpoint 2.2, merge patch. */
export const mutants = [
  mutant(
    'merge.sets',
    'a patch sets nothing',
    draft(
      MERGED,
      'return parseDraft(Object.fromEntries(members.filter(([name, value]) => value !== null && (patch[name as string] !== null || !Object.hasOwn(patch, name as string)))));',
    ),
  ),
  mutant(
    'merge.removes',
    'null leaves an optional member as it is',
    draft(
      KEPT,
      "const kept = members.filter(([name, value]) => value !== null && (!Object.hasOwn(patch, name as string) || (name === 'phone' && patch.phone === null)));",
    ),
  ),
  mutant(
    'merge.empty',
    'an empty patch is a bad request: 400',
    routes(
      PATCH,
      `if (Object.keys(request.body ?? {}).length === 0 && !Array.isArray(request.body) && request.body !== null) throw new Problem(400, 'Empty.');\n    ${PATCH}`,
    ),
    problemInRoutes,
  ),
  mutant(
    'merge.trims',
    'names in a patch are kept as they are',
    routes(
      PATCH,
      'const merged = merge(current, request.body);\n    const person = await persons.replace({ id, version }, { ...merged, firstName: (request.body as { firstName?: string }).firstName ?? merged.firstName });',
    ),
  ),
  mutant(
    'merge.type',
    'PATCH takes application/json too',
    routes(
      PATCH_ROUTE,
      "person.patch((request, _response, next) => {\n    if (request.get('Content-Type') === 'application/json') request.headers['content-type'] = 'application/merge-patch+json';\n    next();\n  }, jsonBody('application/merge-patch+json'), patch(parts));",
    ),
  ),
  mutant(
    'merge.needed',
    'null for a member that is needed is ignored',
    draft(
      KEPT,
      "const kept = members.filter(([name, value]) => value !== null && (!Object.hasOwn(patch, name as string) || (name === 'lastName' && patch.lastName === null)));",
    ),
  ),
  mutant(
    'merge.invalid',
    'a bad e-mail address in a patch is left out',
    draft(
      MERGED,
      "const result = Object.fromEntries([...kept, ...Object.entries(patch).filter(known)]);\n  return parseDraft(result.email === 'nobody' ? { ...result, email: current.email } : result);",
    ),
  ),
  mutant(
    'merge.unknown',
    'unknown members of a patch are ignored',
    draft(
      MERGED,
      "return parseDraft(Object.fromEntries([...kept, ...Object.entries(patch).filter(known).filter(([name]) => name !== 'colour')]));",
    ),
  ),
  mutant(
    'merge.unknown-null',
    'an unknown member that is null is ignored',
    draft(
      KNOWN,
      "const known = ([name, value]: [string, unknown]) => value !== null || ['id', 'links', 'createdAt', 'updatedAt'].includes(name);",
    ),
  ),
  mutant(
    'merge.server-owned',
    'an id in a patch is ignored',
    draft(
      MERGED,
      "return parseDraft(Object.fromEntries([...kept, ...Object.entries(patch).filter(known).filter(([name]) => name !== 'id')]));",
    ),
  ),
  mutant(
    'merge.no-object',
    'null as a patch changes nothing',
    draft(OBJECT, `if (patch === null) return merge(current, {});\n  ${OBJECT}`),
  ),
  mutant(
    'merge.taken',
    'a patch with a taken e-mail address changes nothing, and is answered with 200',
    routes(
      PATCH,
      'const person = await persons\n      .replace({ id, version }, merge(current, request.body))\n      .catch((error) => {\n        if (error.status === 409) return current;\n        throw error;\n      });',
    ),
  ),
  mutant(
    'merge.match',
    'PATCH needs no If-Match',
    routes(
      "targetOf(current, request.get('If-Match'));\n    // What",
      "if (request.get('If-Match') !== undefined) targetOf(current, request.get('If-Match'));\n    // What",
    ),
  ),
  mutant(
    'race.patch',
    'PATCH compares the ETag first, and then writes whatever is there',
    routes(PATCH, PATCH.replace('{ id, version }', '{ id }')),
  ),
  mutant(
    'method.item',
    'Allow of a person forgets PATCH',
    routes(
      "person.all(allowOnly('GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'));",
      "person.all(allowOnly('GET', 'HEAD', 'PUT', 'DELETE'));",
    ),
  ),
  mutant(
    'conforms.patchPerson.2.2',
    'PATCH answers with a media type of its own',
    onAnswer("if (request.method === 'PATCH' && response.statusCode === 200) response.type('application/hal+json');"),
  ),
  {
    id: 'merge.removes.date',
    describes: 'null leaves a birth date as it is',
    kills: ['merge.removes'],
    edits: [
      draft(
        KEPT,
        "const kept = members.filter(([name, value]) => value !== null && (!Object.hasOwn(patch, name as string) || (name === 'birthDate' && patch.birthDate === null)));",
      ),
    ],
  },
  {
    id: 'merge.taken.own',
    describes: "in a patch, one's own e-mail address in other capitals counts as somebody else's: 409",
    kills: ['merge.taken'],
    edits: [
      routes(
        PATCH,
        `const email = (request.body as any)?.email;\n    if (email !== current.email && email?.toLowerCase() === current.email.toLowerCase()) throw new Problem(409, 'Taken.');\n    ${PATCH}`,
      ),
      problemInRoutes,
    ],
  },
  {
    id: 'merge.trims.composed',
    describes: 'a patch normalises the last name to composed characters',
    kills: ['merge.trims'],
    edits: [
      routes(
        PATCH,
        'const merged = merge(current, request.body);\n    const person = await persons.replace({ id, version }, { ...merged, lastName: merged.lastName.normalize() });',
      ),
    ],
  },
  {
    id: 'merge.invalid.first',
    describes: 'of a patch only the first fault is named',
    kills: ['merge.invalid'],
    edits: [
      draft(
        MERGED,
        'try {\n    return parseDraft(Object.fromEntries([...kept, ...Object.entries(patch).filter(known)]));\n  } catch (error) {\n    (error as any).errors?.splice(1);\n    throw error;\n  }',
      ),
    ],
  },
  ...["replace('*', '\"*\"')", 'replace(/.*,.*/, \'"none"\')', "replace(/^W./, '')"].map((change, index) => ({
    id: `merge.match.${['star', 'list', 'weak'][index]}`,
    describes: `PATCH understands If-Match otherwise than PUT: ${['*', 'a list', 'a weak tag'][index]}`,
    kills: ['merge.match'],
    edits: [
      routes(
        "targetOf(current, request.get('If-Match'));\n    // What",
        `targetOf(current, request.get('If-Match')?.${change});\n    // What`,
      ),
    ],
  })),
];
