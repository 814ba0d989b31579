import { mutant } from '../../../src/validity/mutant.ts';
import { routes, touchedOn, touching, verification } from './edits.ts';

const CALL = 'await call(url, { traceparent })';
const UNAVAILABLE = 'throw unavailable(cause);';
const SHAPE = "if (!isCandidate(candidate)) throw unavailable('This is no candidate.');";
const VERIFY_PUT = "await verify(draft, request.get('traceparent'))";
const TRACE = "import { continueTrace } from '@seeka/kit/trace';\n";
const FIRST = "import { type CallAnswer, call } from '@seeka/kit/outgoing';";
const LAST_WORD = 'function parseCandidates(';

/** Asks by fetch, with the traceparent that the code gives. */
function byFetch(traceparent: string) {
  return [
    verification(FIRST, `${TRACE}import type { CallAnswer } from '@seeka/kit/outgoing';`),
    verification(CALL, 'await fetched(url, traceparent)'),
    verification(
      LAST_WORD,
      `async function fetched(url: string, given = ''): Promise<CallAnswer> {\n  const traceparent = ${traceparent};\n  const answer = await fetch(url, { headers: { traceparent }, redirect: 'manual', signal: AbortSignal.timeout(1_800) });\n  return { status: answer.status, headers: {}, text: await answer.text() };\n}\n\n${LAST_WORD}`,
    ),
  ];
}

/** Asks by fetch, with a time limit that is set before the body is read, and lifted after it. */
function limitedFetch(before: string, after: string) {
  const options = '{ headers: { traceparent: continueTrace(traceparent) }, redirect: "manual", signal: limit.signal }';
  return [
    verification(FIRST, `${TRACE}import type { CallAnswer } from '@seeka/kit/outgoing';`),
    verification(CALL, 'await fetched(url, traceparent)'),
    verification(
      LAST_WORD,
      `async function fetched(url: string, traceparent?: string): Promise<CallAnswer> {\n  const limit = new AbortController();\n  const asked = fetch(url, ${options});\n  ${before}\n  const text = await answer.text();\n  ${after}\n  return { status: answer.status, headers: {}, text };\n}\n\n${LAST_WORD}`,
    ),
  ];
}

/** Mistakes of checkpoint 1.5, verify by a web API: time limits, failures, traces. */
export const mutants = [
  mutant(
    'limit.headers',
    'the time limit begins when the headers are there',
    ...limitedFetch(
      'const answer = await asked;\n  const timer = setTimeout(() => limit.abort(), 1_800);',
      'clearTimeout(timer);',
    ),
  ),
  mutant(
    'limit.body',
    'the time limit ends when the headers are there',
    ...limitedFetch(
      'const timer = setTimeout(() => limit.abort(), 1_800);\n  const answer = await asked;\n  clearTimeout(timer);',
      '',
    ),
  ),
  mutant(
    'limit.patient',
    'the API has seven tenths of a second',
    verification(CALL, 'await call(url, { traceparent, limitMs: 700 })'),
  ),
  mutant(
    'limit.others',
    'at most sixteen requests wait for the API, and the others wait for them',
    verification(CALL, 'await queued(() => call(url, { traceparent }))'),
    verification(
      LAST_WORD,
      'let free = 16;\nconst waiting: (() => void)[] = [];\n\nasync function queued<T>(work: () => Promise<T>): Promise<T> {\n  if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));\n  else free -= 1;\n  try {\n    return await work();\n  } finally {\n    const next = waiting.shift();\n    if (next) next();\n    else free += 1;\n  }\n}\n\n' +
        LAST_WORD,
    ),
  ),
  mutant(
    'down.status',
    'the status of the API is not looked at',
    verification('if (status !== 200) throw', 'if (status === 0) throw'),
  ),
  mutant(
    'down.cut',
    'only a late answer of the API gives Retry-After, not a connection that is cut or refused',
    verification(
      UNAVAILABLE,
      "const { cause: deeper } = cause as { cause?: Error };\n    if (deeper && deeper.name !== 'TimeoutError') throw new Problem(503, 'The connection was cut.');\n    throw unavailable(cause);",
    ),
  ),
  mutant(
    'down.text',
    'an answer that is no JSON counts as no candidate',
    verification(
      'const candidates: unknown = JSON.parse(text);',
      'const candidates: unknown = /^[[{]/.test(text) ? JSON.parse(text) : [];',
    ),
  ),
  mutant(
    'down.object',
    'an answer that is no array counts as no candidate',
    verification(
      "if (!Array.isArray(candidates)) throw new Error('The verification API answered no array.');",
      'if (!Array.isArray(candidates)) return [];',
    ),
  ),
  mutant(
    'down.shape',
    'a candidate without the promised shape counts as no such address',
    verification(
      SHAPE,
      "if (!isCandidate(candidate)) throw new Problem(422, 'There is no such address.', { errors: [{ pointer: '', detail: 'is unknown' }] });",
    ),
  ),
  mutant(
    'down.nothing-stored',
    'a failure of the API is remembered',
    verification(UNAVAILABLE, 'failed.add(url);\n    throw unavailable(cause);'),
    verification(
      'async function ask(url: string, traceparent: string | undefined): Promise<unknown[]> {',
      "const failed = new Set<string>();\n\nasync function ask(url: string, traceparent: string | undefined): Promise<unknown[]> {\n  if (failed.has(url)) throw unavailable('It failed before.');",
    ),
  ),
  mutant(
    'down.put',
    'a PUT that cannot be verified is stored as it was typed',
    routes(
      VERIFY_PUT,
      "await verify(draft, request.get('traceparent')).catch((error) => {\n      if (error.status === 503) return { ...draft, deliveryPoint: current.deliveryPoint };\n      throw error;\n    })",
    ),
  ),
  mutant(
    'trace.begun',
    'without a traceparent the same trace id goes out every time',
    verification(CALL, "await call(url, { traceparent: traceparent ?? `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` })"),
  ),
  mutant('trace.passed', 'every call begins a trace of its own', verification(CALL, 'await call(url)')),
  mutant(
    'trace.parent',
    'the traceparent goes out as it came in',
    ...byFetch(
      '/^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/.test(given) ? given : continueTrace(undefined)',
    ),
  ),
  mutant(
    'trace.malformed',
    'a malformed traceparent goes out too',
    ...byFetch(
      "given === '' || /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/.test(given) ? continueTrace(given) : given",
    ),
  ),
  mutant(
    'down.redirect',
    'redirects of the API are followed',
    ...byFetch('continueTrace(given)').map(({ replace, ...edit }) => ({
      ...edit,
      replace: replace.replace("redirect: 'manual'", "redirect: 'follow'"),
    })),
  ),
  mutant('trace.put', 'a PUT begins a trace of its own', routes(VERIFY_PUT, 'await verify(draft, undefined)')),
  {
    id: 'down.put.etag',
    describes: 'a PUT that cannot be verified leaves the address as it was, under another ETag',
    kills: ['down.put'],
    edits: [routes(VERIFY_PUT, touchedOn(503)), touching],
  },
  {
    id: 'down.shape.zipcode',
    describes: 'a candidate without a ZIP gets the one that was sent',
    kills: ['down.shape'],
    edits: [
      verification(
        'if (candidates.length > 0) return readCandidate(candidates[0]);',
        'if (candidates.length > 0) {\n      const [it] = candidates as any[];\n      if (it?.components) it.components.zipcode ??= draft.postalCode.slice(0, 5);\n      return readCandidate(it);\n    }',
      ),
    ],
  },
  {
    id: 'limit.body.drip',
    describes: 'the time limit begins anew with each piece of the body',
    kills: ['limit.body'],
    edits: limitedFetch(
      'const abort = () => limit.abort();\n  let timer = setTimeout(abort, 1_800);\n  const answer = await asked;\n  const watched = answer.clone();\n  void (async () => {\n    for await (const _ of watched.body ?? []) {\n      clearTimeout(timer);\n      timer = setTimeout(abort, 1_800);\n    }\n  })().catch(() => undefined);',
      'clearTimeout(timer);',
    ),
  },
  ...(
    [
      ['case', 'a traceparent in capitals goes on in small letters', 'given.toLowerCase()'],
      ['version', 'a traceparent of the version ff goes on', "given.replace(/^ff/, '00')"],
      ['rest', 'of a traceparent that is too long, the beginning goes on', 'given.slice(0, 55)'],
    ] as const
  ).map(([name, describes, read]) => ({
    id: `trace.malformed.${name}`,
    describes,
    kills: ['trace.malformed'],
    edits: byFetch(`continueTrace(${read})`),
  })),
  {
    id: 'trace.parent.fixed',
    describes: 'the parent id that goes out is always the same',
    kills: ['trace.parent'],
    edits: byFetch('`${continueTrace(given).slice(0, 36)}00f067aa0ba902b7-01`'),
  },
];
