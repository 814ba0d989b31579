import type { Mutant } from '../../../src/validity/mutant.ts';
import {
  background,
  before,
  caller,
  create,
  draft,
  neighbours,
  operationRoutes,
  patience,
  refusal,
  undo,
} from './edits.ts';

const UNKNOWN = 'const unknown = Object.keys(body).filter((name) => !parts.includes(name));';
const HOME = 'return shown(await ask({ ...question, circuit: this.#circuits.address }, asked));';
const SAID = "if (isKnown(version, request.get('If-None-Match')))";
const UNDONE =
  'const undone = () => this.#untilDone(async () => undo(this.#parts, await operations.read(id), unhurried));';

/** Rules that hold for what is asked most often, and not for all. */
export const mutants: Mutant[] = [
  {
    id: 'method.profile.names',
    describes: 'Allow names the method that was refused',
    kills: ['method.profile'],
    edits: [
      before(
        "const set = response.setHeader.bind(response);\n    response.setHeader = (name, value) => set(name, name === 'Allow' && response.statusCode === 405 ? `${value}, ${request.method}` : value);",
      ),
    ],
  },
  {
    id: 'body.unknown.first',
    describes: 'of several unknown members the first is told alone',
    kills: ['body.unknown'],
    edits: [draft(UNKNOWN, UNKNOWN.replace(';', '.slice(0, 1);'))],
  },
  {
    id: 'body.unknown.inherited',
    describes: 'a member that every object has is known',
    kills: ['body.unknown'],
    edits: [draft(UNKNOWN, UNKNOWN.replace('!parts.includes(name)', '!parts.includes(name) && !(name in {})'))],
  },
  {
    id: 'refused.address.escaped',
    describes: 'the pointers of Address are unescaped on their way',
    kills: ['refused.address'],
    edits: [refusal('return { pointer: prefix + below,', "return { pointer: prefix + below.replaceAll('~1', '/'),")],
  },
  {
    id: 'key.own.cut',
    describes: 'of a key the first 200 characters count',
    kills: ['key.own'],
    edits: [draft('key: digest(key),', 'key: digest(key.slice(0, 200)),')],
  },
  {
    id: 'key.person.trace',
    describes: 'the key for Person is made from the trace id',
    kills: ['key.person'],
    edits: [
      draft(
        'traceparent: ask.traceparent ?? null,',
        "traceparent: ask.traceparent ?? null,\n    personKey: (ask.traceparent ?? '').slice(3, 35).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),",
      ),
    ],
  },
  {
    id: 'key.last-read',
    describes: 'when the last read fails, the operation has failed',
    kills: ['key.last-read'],
    edits: [
      create(
        'const profile = await readProfile(neighbours, personId, ask).catch((error: unknown) => {',
        "const profile = await readProfile(neighbours, personId, ask).catch(async (error: unknown) => {\n    await operations.change(operation.id, { status: 'failed' });",
      ),
    ],
  },
  {
    id: 'slow.patient.home',
    describes: 'the address of a person has half a second to come',
    kills: ['slow.patient'],
    edits: [
      neighbours(
        HOME,
        HOME.replace(
          '}, asked)',
          '}, { ...asked, until: Math.min(asked.until ?? Infinity, performance.now() + 500) })',
        ),
      ),
    ],
  },
  {
    id: 'slow.budget.total',
    describes: 'a client has its answer within 5.3 s',
    kills: ['slow.budget'],
    edits: [caller('const PATIENCE_MS = 3_700;', 'const PATIENCE_MS = 5_300;')],
  },
  {
    id: 'undo.patient',
    describes: 'after four tries an undo is given up',
    kills: ['undo.patient'],
    edits: [
      background(
        UNDONE,
        "let tries = 0;\n    const undone = () => this.#untilDone(async () => {\n      const now = await operations.read(id);\n      if (now.personStep !== 'running') tries += 1;\n      return tries > 4 ? now : undo(this.#parts, now, unhurried);\n    });",
      ),
    ],
  },
  {
    id: 'undo.refused',
    describes: 'a DELETE that is refused is not sent again, whatever the reason',
    kills: ['undo.refused'],
    edits: [
      undo(
        'if (isGone(answer)) return;',
        'if (isGone(answer) || (answer.status !== 412 && answer.status < 500)) return;',
      ),
    ],
  },
  {
    id: 'later.list.capitals',
    describes: 'a preference is found in small letters alone',
    kills: ['later.list'],
    edits: [draft('/^\\s*respond-async\\s*(;|$)/i', '/^\\s*respond-async\\s*(;|$)/')],
  },
  {
    id: 'later.list.longer',
    describes: 'every word that begins with respond-async is that preference',
    kills: ['later.list'],
    edits: [draft('/^\\s*respond-async\\s*(;|$)/i', '/^\\s*respond-async/i')],
  },
  {
    id: 'operation.etag.list',
    describes: 'If-None-Match of an operation is one tag, as it stands',
    kills: ['operation.etag'],
    edits: [
      operationRoutes(
        SAID,
        "const known = request.headers['if-none-match'];\n    delete request.headers['if-none-match'];\n    if (known === etag(version))",
      ),
    ],
  },
  {
    id: 'circuit.link',
    describes: 'a link counts for Address',
    kills: ['circuit.link'],
    edits: [
      neighbours(
        "return ask(this.#person(`/persons/${encodeURIComponent(personId)}/address`, json('PUT', body)), asked);",
        "const question = this.#person(`/persons/${encodeURIComponent(personId)}/address`, json('PUT', body));\n    return ask({ ...question, circuit: this.#circuits.address }, asked);",
      ),
    ],
  },
  {
    id: 'circuit.late',
    describes: 'a call that is late is no failed call',
    kills: ['circuit.late'],
    edits: [
      patience(
        "report('failed');\n    throw lost(url, error);",
        "const failure = lost(url, error);\n    if (failure.reason !== 'late') report('failed');\n    throw failure;",
      ),
    ],
  },
];
