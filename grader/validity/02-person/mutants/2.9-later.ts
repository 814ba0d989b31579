import { mutant } from '../../../src/validity/mutant.ts';
import { addresses, attempts, link, routes, store } from './edits.ts';

/** Mistakes that show when something happened before, from checkpoint 2.4 on. */
export const mutants = [
  mutant(
    'navigate.exact',
    'the filter address takes the path of an address, too',
    store('query.where({ addressId: address })', "query.where({ addressId: address.replace(/^\\/addresses\\//, '') })"),
  ),
  {
    ...mutant(
      'navigate.dangling',
      'a 410 of Address ends the link',
      addresses(
        'if (status === 404 || status === 410) return { status: 404 };',
        'if (status === 404 || status === 410) return { status: 404, forever: status === 410 };',
      ),
      addresses('| { status: 404 };', '| { status: 404; forever?: boolean };'),
      link(
        'const { addressId } = await find(persons, request);',
        'const person = await find(persons, request);\n    const { addressId } = person;',
      ),
      link(
        "if (said.status === 404) throw new Problem(404, 'The address is gone.');",
        "if (said.status === 404 && said.forever) await persons.link(person, null);\n    if (said.status === 404) throw new Problem(404, 'The address is gone.');",
      ),
    ),
    id: 'navigate.dangling.ended',
  },
  mutant(
    'key.restart-past',
    'after a restart a replay shows the person as it is now',
    attempts(
      "await transaction('attempts').where({ key: attempt.key }).update(answer);",
      "await transaction('attempts').where({ key: attempt.key }).update(answer);\n      told.add(attempt.key);",
    ),
    attempts(
      'if (first === fingerprint) return { location, etag, body };',
      "if (first === fingerprint && !told.has(key)) {\n    const now = await new Persons(transaction).read(location.replace('/persons/', ''));\n    if (now) return { location, etag: `\"${now.version}\"`, body: JSON.stringify(represent(now)) };\n  }\n  if (first === fingerprint) return { location, etag, body };",
    ),
    attempts(
      'function digest(text: string): string {',
      'const told = new Set<string>();\n\nfunction digest(text: string): string {',
    ),
    attempts(
      "import { Persons } from './store.ts';",
      "import { represent } from './person.ts';\nimport { Persons } from './store.ts';",
    ),
  ),
  {
    ...mutant(
      'key.conflict',
      'the 409 of a PATCH has Retry-After',
      routes(
        'const person = await persons.replace({ id, version }, merge(current, request.body));',
        "const person = await persons.replace({ id, version }, merge(current, request.body)).catch((error) => {\n      if (error.status === 409) error.headers['Retry-After'] = '1';\n      throw error;\n    });",
      ),
    ),
    id: 'key.conflict.patch',
  },
  mutant(
    'key.repeats',
    'a PATCH with a key that was used for this person is replayed',
    routes(
      'function answerOf(person: Person): Answer {',
      'const patched = new Map<string, Person>();\n\nfunction answerOf(person: Person): Answer {',
    ),
    routes(
      'const current = await find(persons, request);\n    const { id, version } = current;',
      "const name = `${request.params.id} ${request.get('Idempotency-Key')}`;\n    const before = request.get('Idempotency-Key') && patched.get(name);\n    if (before) {\n      show(before, response);\n      return;\n    }\n    const current = await find(persons, request);\n    const { id, version } = current;",
    ),
    routes(
      'const person = await persons.replace({ id, version }, merge(current, request.body));\n    if (!person) throw changed();',
      'const person = await persons.replace({ id, version }, merge(current, request.body));\n    if (!person) throw changed();\n    patched.set(name, person);',
    ),
  ),
  {
    ...mutant(
      'key.repeats',
      'a DELETE that comes again with its key is replayed',
      routes(
        'function answerOf(person: Person): Answer {',
        'const removed = new Set<string>();\n\nfunction answerOf(person: Person): Answer {',
      ),
      routes(
        'const person = await find(persons, request);\n    if (!(await',
        "const name = request.get('Idempotency-Key') && `${request.params.id} ${request.get('Idempotency-Key')}`;\n    if (name && removed.has(name)) {\n      response.status(204).end();\n      return;\n    }\n    const person = await find(persons, request);\n    if (!(await",
      ),
      routes(
        'response.status(204).end();\n    // @lab:starter',
        'if (name) removed.add(name);\n    response.status(204).end();\n    // @lab:starter',
      ),
    ),
    id: 'key.repeats.delete',
  },
  mutant(
    'neighbour.plain',
    'the 503 shows where it was thrown',
    addresses(
      "return new Problem(503, 'Address cannot be asked at the moment.', {",
      'const detail = cause instanceof Error ? String(cause.stack) : String(cause);\n  return new Problem(503, detail, {',
    ),
  ),
  mutant(
    'neighbour.drip',
    'the time limit begins anew with each part of the body',
    addresses(
      'await call(this.#base + path, { headers, traceparent })',
      'await plain(this.#base + path, headers, traceparent)',
    ),
    addresses(
      "import { call } from '@seeka/kit/outgoing';",
      "import { call } from '@seeka/kit/outgoing';\nimport { continueTrace } from '@seeka/kit/trace';",
    ),
    addresses(
      '/** Undefined for what is no text, or could lead elsewhere. */',
      "async function plain(url: string, asked: Record<string, string>, traceparent: string | undefined): Promise<any> {\n  const parent = continueTrace(traceparent);\n  const headers: Record<string, string> = { accept: 'application/json', ...asked, ...(parent ? { traceparent: parent } : {}) };\n  const limit = new AbortController();\n  const timer = setTimeout(() => limit.abort(), 1_800);\n  const chunks: Uint8Array[] = [];\n  const answer = await fetch(url, { headers, redirect: 'manual', signal: limit.signal });\n  for await (const chunk of answer.body ?? []) {\n    chunks.push(chunk);\n    timer.refresh();\n  }\n  clearTimeout(timer);\n  return { status: answer.status, headers: { etag: answer.headers.get('etag') ?? undefined }, text: Buffer.concat(chunks).toString() };\n}\n\n/** Undefined for what is no text, or could lead elsewhere. */",
    ),
  ),
  mutant(
    'neighbour.link-late',
    'a new link waits for Address for 5 s',
    addresses(
      'await call(this.#base + path, { headers, traceparent })',
      'await call(this.#base + path, { headers, traceparent, limitMs: ask.linking ? 5_000 : 1_800 })',
    ),
    addresses(
      'async #get(path: string, { traceparent, ifNoneMatch }: Ask) {',
      'async #get(path: string, ask: Ask & { linking?: boolean }) {\n    const { traceparent, ifNoneMatch } = ask;',
    ),
    link(
      "{ traceparent: request.get('traceparent') }",
      "{ traceparent: request.get('traceparent'), linking: true } as any",
    ),
  ),
  {
    ...mutant(
      'neighbour.patient',
      'with If-None-Match, Address has half a second',
      addresses(
        'await call(this.#base + path, { headers, traceparent })',
        'await call(this.#base + path, { headers, traceparent, limitMs: ifNoneMatch === undefined ? 1_800 : 500 })',
      ),
    ),
    id: 'neighbour.patient.known',
  },
  mutant(
    'trace.parents',
    'one parent id is made for all calls',
    addresses(
      'await call(this.#base + path, { headers, traceparent })',
      'await plain(this.#base + path, headers, traceparent)',
    ),
    addresses(
      "import { call } from '@seeka/kit/outgoing';",
      "import { call } from '@seeka/kit/outgoing';\nimport { continueTrace } from '@seeka/kit/trace';\nimport { randomBytes } from 'node:crypto';",
    ),
    addresses(
      '/** Undefined for what is no text, or could lead elsewhere. */',
      "const own = randomBytes(8).toString('hex');\n\nasync function plain(url: string, asked: Record<string, string>, traceparent: string | undefined): Promise<any> {\n  const parent = continueTrace(traceparent).replace(/-[0-9a-f]{16}-/, `-${own}-`);\n  const headers: Record<string, string> = { accept: 'application/json', ...asked, ...(parent ? { traceparent: parent } : {}) };\n  const answer = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(1_800) });\n  return { status: answer.status, headers: { etag: answer.headers.get('etag') ?? undefined }, text: await answer.text() };\n}\n\n/** Undefined for what is no text, or could lead elsewhere. */",
    ),
  ),
];
