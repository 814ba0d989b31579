import { checkpoint, expect } from '../../src/check.ts';
import { stored } from './stored.ts';
import type { AddressContext } from './world.ts';

const check = checkpoint<AddressContext>('1.5');
type Context = Parameters<Parameters<typeof check>[3]>[0];

const demands = ['doubles'] as const;

/** W3C Trace Context §3.2: version, trace id, parent id, flags; neither id all zeros. */
const valid = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The traceparent that went to the API for a POST that came with this one. */
async function passedOn({ api, make, verification }: Context, traceparent?: string): Promise<string> {
  const draft = make.address();
  await api.created('/addresses', draft, { headers: traceparent === undefined ? {} : { traceparent } });
  return verification.calls(draft)[0]?.headers.traceparent ?? 'none';
}

function hex(random: Context['random'], digits: number): string {
  return Array.from({ length: digits }, (_, index) => (index === 0 ? 1 : random.integer(16)).toString(16)).join('');
}

check(
  'trace.begun',
  'without a traceparent a fresh one goes out',
  { clause: 'A17, W3C Trace Context §3.2', needs: ['verify.asked'], demands: [...demands] },
  async (context) => {
    const [one, other] = [await passedOn(context), await passedOn(context)];
    expect([one, other]).toEqual([expect.stringMatching(valid), expect.stringMatching(valid)]);
    expect(one.slice(3, 35)).not.toBe(other.slice(3, 35));
  },
);

check(
  'trace.passed',
  'a traceparent goes on to the API with the same trace id',
  { clause: 'A17, W3C Trace Context §4', needs: ['trace.begun'], demands: [...demands] },
  async (context) => {
    const id = hex(context.random, 32);
    const sent = await passedOn(context, `00-${id}-${hex(context.random, 16)}-01`);
    expect(sent).toMatch(valid);
    expect({ 'trace id': sent.slice(3, 35) }).toEqual({ 'trace id': id });
  },
);

check(
  'trace.parent',
  'the parent id that goes out is a new one for each call',
  { clause: 'A17, W3C Trace Context §3.2.2.4', needs: ['trace.passed'], demands: [...demands] },
  async (context) => {
    const parent = hex(context.random, 16);
    const sent = await passedOn(context, `00-${hex(context.random, 32)}-${parent}-01`);
    const parents = [parent, sent.split('-')[2], (await passedOn(context)).split('-')[2]];
    expect({ 'different parent ids': new Set(parents).size }).toEqual({ 'different parent ids': 3 });
  },
);

check(
  'trace.malformed',
  'a malformed traceparent is ignored, and a fresh one begun',
  { clause: 'A17, W3C Trace Context §4.3', needs: ['trace.begun'], demands: [...demands] },
  async (context) => {
    const id = hex(context.random, 32);
    const zeros = `00-${'0'.repeat(32)}-${hex(context.random, 16)}-01`;
    const rest = `${id}-${hex(context.random, 16)}-01`;
    const odd = [`00-${rest.toUpperCase()}`, `ff-${rest}`, `00-${rest}-more`, `00-${rest}0`];
    const nought = `00-${id}-${'0'.repeat(16)}-01`;
    for (const traceparent of ['nonsense', zeros, nought, `00-${id.slice(1)}-1-01`, ...odd]) {
      const sent = await passedOn(context, traceparent);
      expect(sent).toMatch(valid);
      expect(sent.slice(3, 35)).not.toBe(id);
    }
  },
);

check(
  'trace.put',
  'the traceparent of a PUT goes on too',
  { clause: 'A17', needs: ['trace.passed', 'put.verified'], demands: [...demands] },
  async (context) => {
    const { api, make, verification, random } = context;
    const { url, etag } = await stored(context);
    const draft = make.address();
    const id = hex(random, 32);
    await api.put(url, draft, { ifMatch: etag, headers: { traceparent: `00-${id}-${hex(random, 16)}-01` } });
    expect({ 'trace id': verification.calls(draft)[0]?.headers.traceparent?.slice(3, 35) }).toEqual({ 'trace id': id });
  },
);
