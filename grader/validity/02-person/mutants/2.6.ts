import { mutant } from '../../../src/validity/mutant.ts';
import { addresses, app, before, link, onAnswer, store } from './edits.ts';

const CALL =
  'const answer = await call(this.#base + path, { headers, traceparent }).catch((cause) => {\n      throw unavailable(cause);\n    });';
const STATUS = 'if (status !== 200) throw unavailable(`Address answered ${status}.`);';
const LINK_ASK = "const said = await addresses.read(addressId, { traceparent: request.get('traceparent') });";

/** A call by other means than the kit's: `redirect`, `limit` in ms, `sent`: the traceparent. */
function byFetch({
  redirect = "'manual'",
  signal = 'AbortSignal.timeout(1_800)',
  sent = 'continueTrace(traceparent)',
  text = 'await answer.text()',
}) {
  return [
    addresses(
      `${CALL}\n    return { ...answer, etag: answer.headers.etag?.toString() };`,
      `try {
      const answer = await fetch(this.#base + path, { headers: { ...headers, traceparent: ${sent} }, redirect: ${redirect} as RequestRedirect, signal: ${signal} });
      return { status: answer.status, etag: answer.headers.get('etag') ?? undefined, text: ${text} };
    } catch (cause) {
      throw unavailable(cause);
    }`,
    ),
    addresses("import { call } from '@seeka/kit/outgoing';", "import { continueTrace } from '@seeka/kit/trace';"),
  ];
}

/** Mistakes of checkpoint 2.6, live with a slow or dead neighbour. */
export const mutants = [
  mutant(
    'neighbour.status',
    '429 of Address counts as gone',
    addresses(STATUS, `if (status === 429) return { status: 404 };\n    ${STATUS}`),
  ),
  mutant(
    'neighbour.cut',
    'when the connection to Address is cut, the address counts as gone: 404',
    addresses(
      CALL,
      CALL.replace(
        'throw unavailable(cause);',
        "if (!/abort|timeout/i.test(String(cause?.cause))) throw new Problem(404, 'Gone.');\n      throw unavailable(cause);",
      ),
    ),
  ),
  mutant(
    'neighbour.headers',
    'the time limit covers the body alone',
    ...byFetch({
      signal: 'null',
      text: "await Promise.race([answer.text(), new Promise<string>((_, late) => setTimeout(late, 1_800, new Error('late')).unref())])",
    }),
  ),
  mutant(
    'neighbour.body',
    'the time limit covers the headers alone',
    ...byFetch({ signal: 'stopped(1_800)', text: 'await answer.text()' }).map((edit) => ({
      ...edit,
      replace: edit.replace
        .replace(
          'const answer = await fetch(',
          'const controller = new AbortController();\n      const timer = setTimeout(() => controller.abort(), 1_800);\n      const answer = await fetch(',
        )
        .replace('signal: stopped(1_800)', 'signal: controller.signal')
        .replace('return { status: answer.status', 'clearTimeout(timer);\n      return { status: answer.status'),
    })),
  ),
  mutant('neighbour.redirect', 'redirects of Address are followed', ...byFetch({ redirect: "'follow'" })),
  mutant(
    'neighbour.patient',
    'Address has half a second',
    addresses(CALL, CALL.replace('{ headers, traceparent }', '{ headers, traceparent, limitMs: 500 }')),
  ),
  mutant(
    'neighbour.link',
    'a link that cannot be confirmed is stored',
    link(
      LINK_ASK,
      "const said = await addresses.read(addressId, { traceparent: request.get('traceparent') }).catch(async (error) => {\n      await persons.link(person, addressId);\n      throw error;\n    });",
    ),
  ),
  mutant(
    'neighbour.others',
    'while many wait for Address, the others wait too',
    before(
      "if (request.path.endsWith('/address')) {\n      stuck += 1;\n      response.on('close', () => {\n        stuck -= 1;\n      });\n    } else if (stuck > 20) return void setTimeout(next, 1_700);",
    ),
    app('/** Every request passes', 'let stuck = 0;\n\n/** Every request passes'),
  ),
  mutant(
    'trace.begun',
    'without a traceparent the same trace id goes out every time',
    addresses(
      CALL,
      CALL.replace(
        '{ headers, traceparent }',
        "{ headers, traceparent: /^00-.{49}-..$/.test(traceparent ?? '') ? traceparent : `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` }",
      ),
    ),
  ),
  mutant(
    'trace.passed',
    'every read begins a trace of its own',
    link(
      '{ traceparent: traceparent?.toString(), ifNoneMatch }',
      '{ traceparent: traceparent && undefined, ifNoneMatch }',
    ),
  ),
  mutant(
    'trace.link',
    'a link begins a trace of its own',
    link(LINK_ASK, 'const said = await addresses.read(addressId, { traceparent: undefined });'),
  ),
  mutant(
    'conforms.readAddressOfPerson.2.6',
    'the 503 of a read has no title',
    onAnswer(
      "if (request.method === 'GET' && request.path.endsWith('/address') && body?.status === 503) delete body.title;",
    ),
  ),
  mutant(
    'conforms.linkAddress.2.6',
    'the 503 of a link has no title',
    onAnswer(
      "if (request.method === 'PUT' && request.path.endsWith('/address') && body?.status === 503) delete body.title;",
    ),
  ),
  {
    id: 'neighbour.status.refused',
    describes: '400 of Address counts as gone',
    kills: ['neighbour.status'],
    edits: [addresses(STATUS, `if (status === 400) return { status: 404 };\n    ${STATUS}`)],
  },
  {
    id: 'neighbour.patient.link',
    describes: 'Address has half a second when a link is set',
    kills: ['neighbour.patient'],
    edits: [
      link(
        LINK_ASK,
        "const asking = addresses.read(addressId, { traceparent: request.get('traceparent') });\n    const said = await Promise.race([asking, new Promise<never>((_, late) => setTimeout(late, 500, new Problem(503, 'It is late.')))]);",
      ),
    ],
  },
  {
    id: 'neighbour.others.pool',
    describes:
      'a link holds a connection to the database while it waits for Address, and longer where Address does not answer',
    kills: ['neighbour.others'],
    edits: [
      link(LINK_ASK, LINK_ASK.replace('addresses.read', 'persons.holding(() => addresses.read').replace(';', ');')),
      store(
        'get #table() {',
        'async holding<T>(work: () => Promise<T>): Promise<T> {\n    const late = (error: unknown) => new Promise<never>((_, fail) => setTimeout(fail, 400, error));\n    return this.#knex.transaction(() => work().catch(late)) as Promise<T>;\n  }\n\n  get #table() {',
      ),
    ],
  },
  {
    id: 'neighbour.meanwhile',
    describes: 'with the link, the phone is written back as it was before Address was asked',
    kills: ['neighbour.meanwhile'],
    edits: [
      store('async link({ id }: Person, addressId', 'async link({ id, phone }: Person, addressId'),
      store('this.#changed({ addressId })', 'this.#changed({ addressId, phone })'),
    ],
  },
];
