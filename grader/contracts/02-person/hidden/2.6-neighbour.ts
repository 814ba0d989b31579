import { checkpoint, expect } from '../../../src/check.ts';
import { linked } from '../stored.ts';
import { valid } from '../traces.ts';
import type { PersonContext } from '../world.ts';

const check = checkpoint<PersonContext>('2.6', { hidden: true });
const parent = '00f067aa0ba902b7-01';

check(
  'trace.odd',
  'a traceparent in capitals, with zeros alone, or of version ff is malformed, and a fresh one goes out',
  { clause: 'A17, W3C Trace Context §3.2, §4.3', needs: ['trace.begun'], demands: ['doubles'] },
  async (context) => {
    const id = '4bf92f3577b34da6a3ce929d0e0e4736';
    for (const odd of [`00-${id.toUpperCase()}-${parent}`, `ff-${id}-${parent}`, `00-${'0'.repeat(32)}-${parent}`]) {
      const { place, address } = await linked(context);
      await context.api.get(place, { headers: { traceparent: odd } });
      const sent = context.addresses.calls(address.id).at(-1)?.headers.traceparent ?? 'none';
      expect(sent).toMatch(valid);
      expect(sent.slice(3, 35)).not.toBe(odd.slice(3, 35).toLowerCase());
    }
  },
);
