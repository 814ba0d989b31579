import { checkpoint, expect } from '../../src/check.ts';
import type { Fault } from '../../src/doubles/faults.ts';
import type { Step } from '../../src/doubles/person.ts';
import { shown } from '../01-address/reading.ts';
import { Browser, type Context, callback, failing, type LogOn, logOn } from './browser.ts';
import type { OAuthContext } from './world.ts';

const check = checkpoint<OAuthContext>('3.2');
const demands = ['doubles'] as const;

/** What becomes of a log-on when Person meets this fault. */
async function withoutPerson(context: Context, step: Step, fault: Fault): Promise<void> {
  const email = context.make.email();
  context.persons.fault(email, step, fault);
  await failing(context, { email }, 503);
}

for (const [name, title, faults] of [
  [
    'status',
    'when Person answers anything else: 503',
    [500, 503, 401, 404, 422].map((status): Fault => ({ kind: 'status', status })),
  ],
  ['cut', 'when Person cuts the connection: 503', [{ kind: 'cut' }, { kind: 'cut body' }]],
  [
    'nonsense',
    'when Person answers with what makes no sense: 503',
    [
      { kind: 'body', text: 'null' },
      { kind: 'body', text: '<p>' },
    ],
  ],
  [
    'slow',
    'when Person does not answer within 2 s, headers and body, it is not waited for: 503',
    [{ kind: 'hang' }, { kind: 'slow body', ms: 6_000 }],
  ],
] as [string, string, Fault[]][]) {
  check(
    `neighbour.${name}`,
    title,
    { clause: 'D, A18', needs: ['person.made'], demands: [...demands] },
    async (context) => {
      const ways = faults.flatMap((fault) => [['find', fault] as const, ['create', fault] as const]);
      await Promise.all(ways.map(([step, fault]) => withoutPerson(context, step, fault)));
    },
  );
}

check(
  'neighbour.redirect',
  'when Person redirects, it is not followed: 503',
  { clause: 'D, A18', needs: ['person.made'], demands: [...demands] },
  async (context) => {
    for (const [step, asked] of [
      ['find', ['GET']],
      ['create', ['GET', 'POST']],
    ] as const) {
      const email = context.make.email();
      context.persons.fault(email, step, { kind: 'redirect', location: `/persons?${new URLSearchParams({ email })}` });
      await failing(context, { email }, 503);
      expect(context.persons.calls(email).map(({ method }) => method)).toEqual(asked);
    }
  },
);

check(
  'neighbour.patient',
  'an answer of Person that comes after 0.8 s is used',
  { clause: 'A18', needs: ['neighbour.slow'], demands: [...demands] },
  async (context) => {
    const late = async (step: Step) => {
      const email = context.make.email();
      context.persons.fault(email, step, { kind: 'delay', ms: 800 });
      return (await logOn(context, { email })).answer;
    };
    for (const answer of await Promise.all([late('find'), late('create')])) expect(answer).toHaveStatus(200);
  },
);

/** W3C Trace Context §3.2: version, trace id, parent id, flags; neither id all zeros. */
const valid = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

check(
  'trace.passed',
  'a traceparent goes on to Person, with the same trace id and a parent id of its own; without one, or with a malformed one, a fresh one goes out',
  { clause: 'A17, W3C Trace Context §4', needs: ['person.made'], demands: [...demands] },
  async (context) => {
    const [id, parent] = [
      `1${context.random
        .text(31)
        .toLowerCase()
        .replaceAll(/[^0-9a-f]/g, 'a')}`,
      '00f067aa0ba902b7',
    ];
    const { email } = await logOn(context, { headers: { traceparent: `00-${id}-${parent}-01` } });
    const sent = context.persons.calls(email).map(({ headers }) => headers.traceparent ?? 'none');
    expect(sent.map((it) => it.slice(3, 35))).toEqual(sent.map(() => id));
    expect(sent.map((it) => it.slice(36, 52))).not.toContain(parent);
    const taken = context.make.email();
    context.persons.rival(taken);
    await logOn(context, { email: taken, headers: { traceparent: `00-${id}-${parent}-01` } });
    const again = context.persons.calls(taken).map(({ headers }) => (headers.traceparent ?? 'none').slice(3, 35));
    expect(again).toEqual(again.map(() => id));
    const malformed = [`ff-${id}-${parent}-01`, `00-${id.replace('1', 'A').toUpperCase()}-${parent}-01`];
    for (const how of [{}, ...malformed.map((traceparent) => ({ headers: { traceparent } }))]) {
      const { email } = await logOn(context, how);
      const fresh = context.persons.calls(email).map(({ headers }) => headers.traceparent ?? 'none');
      expect(fresh).toEqual(fresh.map(() => expect.stringMatching(valid)));
      expect(fresh.map((it) => it.slice(4, 35))).not.toContain(id.slice(1));
    }
  },
);

check(
  'discreet.callback',
  'no answer shows a secret setting, a verifier, or a code or token of the provider',
  {
    clause: 'D, RFC 6749 §10.3, RFC 6749 §10.5',
    needs: ['provider.status', 'provider.nonsense'],
    demands: [...demands],
  },
  async (context) => {
    const leak = `leak-${context.random.text(20)}`;
    const { OAUTH2_CLIENT_SECRET: secret = '', SIGNING_KEY = '' } = context.settings;
    const said = JSON.stringify({ error: 'invalid_request', error_description: leak, access_token: leak });
    const ways: LogOn[] = [
      {},
      { token: { kind: 'status', status: 500 } },
      { token: { kind: 'body', text: said.slice(1) } },
      { userinfo: { kind: 'status', status: 500 } },
    ];
    for (const how of ways) {
      const { answer, browser, code } = await logOn(context, how);
      const shownToAll = browser.answers.map(({ text, headers }) => `${text} ${JSON.stringify(headers)}`).join(' ');
      const verifier = context.provider.exchanges(code)[0]?.form.code_verifier ?? 'none';
      const own = [secret, encodeURIComponent(secret), SIGNING_KEY.split('\n')[1] ?? 'none', verifier];
      const [, bearer = 'none'] = context.provider.profiles(code)[0]?.headers.authorization?.split(' ') ?? [];
      const secrets = [...own, code, bearer, leak];
      expect(secrets.filter((text) => shownToAll.includes(text))).toEqual([]);
      expect(Object.keys(shown(answer))).not.toContain('stack');
    }
    const unknown = await new Browser(context.api).get(callback({ code: leak, state: 'nobody-knows-it' }));
    expect({
      'the code of a callback that is refused': unknown.text.includes(leak) ? 'is shown' : 'is not shown',
    }).toEqual({
      'the code of a callback that is refused': 'is not shown',
    });
  },
);
