import { mutant } from '../../../src/validity/mutant.ts';
import { draft, onAnswer, onError, person, problemInApp, refusing, routes, store } from './edits.ts';

const ADD = 'const [person] = await this.#table.insert(draft).returning';
const SHOWN = 'createdAt: createdAt.toISOString(),';
const NAMES = '...{ id, firstName, lastName, email,';

/** Mistakes of checkpoint 2.1 in creating and reading. */
export const mutants = [
  mutant(
    'create.status',
    'nobody can be created',
    refusing("request.method === 'POST' && request.path === '/persons'", 503),
  ),
  mutant(
    'create.location',
    'Location names a path that nobody serves',
    routes('.location(answer.location)', ".location(answer.location.replace('/persons', '/person'))"),
  ),
  mutant(
    'create.members',
    'the first name is shown in capitals',
    person(NAMES, '...{ id, firstName: firstName.toUpperCase(), lastName, email,'),
  ),
  mutant(
    'create.optional',
    'the birth date is stored, but never shown',
    person('birthDate: birthDate ?? undefined', 'birthDate: undefined'),
  ),
  mutant('create.id', 'every person shows the same id', person(SHOWN, `id: 'person',\n    ${SHOWN}`)),
  mutant(
    'create.times',
    'createdAt is the local time of a server two hours east, written as UTC',
    person(SHOWN, 'createdAt: new Date(createdAt.getTime() + 7_200_000).toISOString(),'),
  ),
  mutant(
    'create.self',
    'the link self forgets the plural of the path',
    person("{ rel: 'self', href: pathOf(person) }", "{ rel: 'self', href: `/person/${person.id}` }"),
  ),
  mutant(
    'read.same',
    'the 201 shows another updatedAt than what was stored',
    routes(
      'answerOf(await to.add(draft))',
      'answerOf({ ...(await to.add(draft)), updatedAt: new Date(Date.now() - 1_000) })',
    ),
  ),
  mutant(
    'read.unknown',
    'an id that nobody has is a bad request',
    refusing("request.method === 'GET' && /^.persons.[^-/]{12}$/.test(request.path)", 400),
  ),
  mutant('read.odd-id', 'an odd id is a bad request', refusing('/%[0F]/.test(request.path)', 400)),
  mutant(
    'etag.value',
    'the 201 has an ETag of its own',
    routes(".set('ETag', answer.etag)", ".set('ETag', '\"new\"')"),
  ),
  mutant('text.trimmed', 'only blanks are taken off', draft('value.trim()', "value.replace(/^ +| +$/g, '')")),
  mutant(
    'text.kept',
    'names are normalised to composed characters',
    store(
      ADD,
      "const composed = { ...draft, firstName: draft.firstName.normalize('NFC') };\n    const [person] = await this.#table.insert(composed).returning",
    ),
  ),
  mutant(
    'state.survives',
    'only what this process has created is found',
    store('return person as Person;', 'born.add(person?.id);\n    return person as Person;'),
    store(
      'return this.#table.where({ id }).first();',
      'return born.has(id) ? this.#table.where({ id }).first() : undefined;',
    ),
    store(
      '/** The collection, and all of its SQL.',
      'const born = new Set<unknown>();\n\n/** The collection, and all of its SQL.',
    ),
  ),
  mutant(
    'unique.post',
    'POST compares e-mail addresses with their capitals, and PUT and PATCH not at all',
    ...sensitive(),
    store(
      ADD,
      "if (await this.#table.where({ email: draft.email }).first()) throw new Problem(409, 'Taken.');\n    const [person] = await this.#table.insert(draft).returning",
    ),
  ),
  mutant(
    'unique.shown',
    'the host of an e-mail address is stored in small letters',
    store(
      'this.#table.insert(draft)',
      'this.#table.insert({ ...draft, email: draft.email.replace(/@.*/, (host) => host.toLowerCase()) })',
    ),
  ),
  mutant(
    'unique.race',
    'the e-mail address is looked up, and then inserted',
    ...sensitive(),
    store(
      ADD,
      `const taken = await this.#table.whereRaw('lower(email collate "C") = lower(? collate "C")', [draft.email]).first();\n    if (taken) throw new Problem(409, 'Taken.');\n    ${ADD}`,
    ),
    store(
      'const [person] = await this.#table.where(target).update',
      'const owner = await this.#table.whereRaw(\'lower(email collate "C") = lower(? collate "C")\', [draft.email]).whereNot({ id: target.id }).first();\n    if (owner) throw new Problem(409, \'Taken.\');\n    const [person] = await this.#table.where(target).update',
    ),
  ),
  mutant(
    'conforms.createPerson.2.1',
    'the 201 has a media type of its own',
    routes(".type('json').send(answer.body)", ".type('application/hal+json').send(answer.body)"),
  ),
  mutant(
    'conforms.readPerson.2.1',
    'a person is read with a media type of its own',
    onAnswer(
      "if (['GET', 'HEAD'].includes(request.method) && response.statusCode === 200 && body?.id) response.type('application/hal+json');",
    ),
  ),
  mutant(
    'problem.unknown-path',
    'an unknown path is answered with 410',
    onError(
      "if (error.status === 404 && !/^.(persons|health|addresses)/.test(request.path)) return new Problem(410, 'Gone.');",
    ),
    problemInApp,
  ),
  {
    id: 'text.kept.last',
    describes: 'last names are normalised to composed characters',
    kills: ['text.kept'],
    edits: [
      store(
        ADD,
        "const composed = { ...draft, lastName: draft.lastName.normalize('NFC') };\n    const [person] = await this.#table.insert(composed).returning",
      ),
    ],
  },
  {
    id: 'text.kept.inner',
    describes: 'blanks within a name are made one',
    kills: ['text.kept'],
    edits: [draft('value.trim()', "value.trim().replace(/ +/g, ' ')")],
  },
];

/** An index that sees capitals, and none that does not. */
function sensitive() {
  return [
    {
      file: 'migrations/001-persons.sql',
      find: 'create unique index persons_email on persons (lower(email collate "C"));',
      replace: 'create index persons_email on persons (email);',
    },
  ];
}
