import type { RecordedCall } from '../../src/traffic.ts';
import type { Exchange, Outcome, Report } from '../../src/types.ts';

const hints: Outcome['hints'] = [
  'Compare the header with the ETag you would send now.',
  'Read the address, compute its ETag, and compare it with each tag of If-Match before you write. Do both in one statement, or two racing writes slip through.',
  'UPDATE addresses SET … WHERE id = $1 AND version = $2, with the version that the tag names. No row changed means 412 when the address exists and 404 when it does not.',
];

const problem = '{"type":"about:blank","title":"Unprocessable Content","status":422}';
const draft = '{"line1":"120 W 12th St","city":"New York","region":"NY","postalCode":"10011-8401"}';

/** A PUT with an old If-Match that the service carried out. */
export const stalePut: Exchange = {
  method: 'PUT',
  path: '/addresses/7f3c2a9e-51d0-4c1b-9a59-0d6b7e1f8a20',
  request: { headers: { 'if-match': '"a1"', 'content-type': 'application/json' }, body: draft },
  response: { status: 200, headers: { 'content-type': 'application/json', etag: '"a3"' }, body: draft },
  at: 412,
  durationMs: 6,
};

const refusal: Exchange = {
  method: 'POST',
  path: '/addresses',
  request: { headers: { 'content-type': 'application/json' }, body: '{"line1":"","city":"","region":"New York"}' },
  response: { status: 422, headers: { 'content-type': 'application/problem+json' }, body: problem },
  at: 233,
  durationMs: 4,
};

/** The service asks a neighbour that is late, and again one that hangs, then answers. */
export const calls: RecordedCall[] = [
  { from: 'client', to: 'service', method: 'POST', path: '/addresses', at: 233, durationMs: 2_841, status: 422 },
  { ...toVerification(235), durationMs: 812, status: 200, fault: '0.8 s late' },
  { ...toVerification(1_048), durationMs: 2_003, fault: 'hung' },
];

function toVerification(at: number): RecordedCall {
  return { from: 'service', to: 'Verification', method: 'GET', path: '/street-address?street=120+W+12th+St', at };
}

const checkpoints: [string, string, number, string[]][] = [
  ['1.1', 'Create and read', 16, ['create.location', 'create.defaults', 'read.same', 'read.unknown']],
  ['1.2', 'Refuse bad input', 18, ['json.malformed', 'json.too-large', 'rules.each-member', 'rules.unknown-member']],
  ['1.3', 'List, filter, page', 18, ['page.limit', 'page.next', 'filter.city', 'fields.chosen']],
  ['1.4', 'Update and delete safely', 18, ['etag.value', 'etag.stale', 'etag.race', 'delete.gone', 'delete.stale']],
  ['1.5', 'Verify by a web API', 18, ['verify.canonical', 'verify.slow', 'verify.race', 'verify.trace']],
  ['1.6', 'Document and operate', 12, ['docs.openapi', 'health.database', 'settings.faults', 'stop.in-flight']],
];

function passed(id: string, checkpoint: string, points: number): Outcome {
  const title = `the rule ${id} holds for every address`;
  return { id, checkpoint, title, clause: 'A10', status: 'passed', points, earned: points, durationMs: 12 };
}

const details: Record<string, Partial<Outcome>> = {
  'etag.stale': {
    title: 'a PUT with a stale If-Match is refused and changes nothing',
    clause: 'RFC 9110 §13.1.1',
    status: 'failed',
    reason: 'PUT /addresses/7f3c2a9e-51d0-4c1b-9a59-0d6b7e1f8a20 answered 200, wanted 412.',
    expected: '412',
    received: '200',
    exchange: stalePut,
    log: 'PUT /addresses/7f3c2a9e 200 6 ms\n',
    hints,
  },
  'etag.race': { status: 'blocked', by: ['etag.stale'], reason: 'waits for etag.stale' },
  'delete.stale': { status: 'blocked', by: ['etag.stale'], reason: 'waits for etag.stale' },
  'rules.each-member': {
    title: 'every member at fault has an entry in "errors"',
    clause: 'A4',
    status: 'failed',
    reason: 'POST /addresses answered 422, but its "errors" do not point at every member at fault.',
    expected: '["/line1","/city","/region","/postalCode"]',
    received: 'no errors',
    exchange: refusal,
    calls,
    hints,
  },
  'verify.race': {
    title: 'of racing creations of one place exactly one answers 201',
    clause: 'B',
    status: 'failed',
    reason: 'Wanted 1, received 4.',
    expected: '1',
    received: '4',
    calls,
    exchange: { ...refusal, response: undefined, error: 'the time limit of the request was over.' },
    hints,
    hidden: true,
  },
};

/** 24 checks of Lab 01: three have failed, one of them hidden, and two wait. */
export const sample: Report = {
  lab: '01-address',
  title: 'Address',
  score: 80,
  maxScore: 100,
  seed: 8812,
  durationMs: 1_420,
  startedAt: '2027-02-03T10:15:00.000Z',
  graderVersion: '0.1.0',
  submission: { kind: 'folder', source: '/home/ada/my-address', sandbox: 'bubblewrap' },
  checkpoints: checkpoints.map(([id, title, points]) => ({ id, title, points, earned: earnedIn(id) })),
  outcomes: outcomes(),
};

function outcomes(): Outcome[] {
  return checkpoints.flatMap(([checkpoint, , points, ids]) =>
    ids.map((id) => {
      const outcome = { ...passed(id, checkpoint, points / ids.length), ...details[id] };
      return outcome.status === 'passed' ? outcome : { ...outcome, earned: 0 };
    }),
  );
}

function earnedIn(checkpoint: string): number {
  const own = outcomes().filter((outcome) => outcome.checkpoint === checkpoint);
  return own.reduce((sum, { earned }) => sum + earned, 0);
}

/** A service that ended before it answered /health. */
export const notStarted: Report = {
  ...sample,
  score: 0,
  notStarted: {
    reason: 'The start command ended with exit code 1 after 0.4 s, before /health answered.',
    advice: 'Read the last lines below; run `npm start` in the folder to see the same.',
    log: "\n> start\n> node src/server.ts\n\nError: Cannot find module './stor.ts'\n    at Module._resolve (node:internal)\n",
  },
  checkpoints: sample.checkpoints.map((checkpoint) => ({ ...checkpoint, earned: 0 })),
  outcomes: sample.outcomes.map(({ id, checkpoint, title, clause, points }) => {
    const waits = { status: 'blocked' as const, by: [], reason: 'waits for a service that can be judged' };
    return { id, checkpoint, title, clause, points, earned: 0, durationMs: 0, ...waits };
  }),
};

/** A bug of the grader. */
export const faulted: Report = {
  ...sample,
  score: null,
  outcomes: sample.outcomes.map((outcome) =>
    outcome.id === 'page.next' ? { ...outcome, status: 'faulted', earned: 0, reason: 'no port is free' } : outcome,
  ),
};

/** A deployment at a URL: what needs its processes does not apply. */
export const remote: Report = {
  ...sample,
  submission: { kind: 'url', source: 'https://address.example.org/', sandbox: 'remote' },
  outcomes: sample.outcomes.map((outcome) =>
    outcome.checkpoint === '1.6'
      ? { ...outcome, status: 'not applicable', points: 0, earned: 0, reason: 'cannot be tried at a URL' }
      : outcome,
  ),
};

/** Everything has passed. */
export const perfect: Report = {
  ...sample,
  score: 100,
  checkpoints: sample.checkpoints.map((checkpoint) => ({ ...checkpoint, earned: checkpoint.points })),
  outcomes: sample.outcomes.map(({ id, checkpoint, points }) => passed(id, checkpoint, points)),
};
