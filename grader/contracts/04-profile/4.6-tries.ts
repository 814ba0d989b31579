import { checkpoint } from '../../src/check.ts';
import { undosRetried, writesRepeated } from './retries.ts';
import { expectToken, expectTrace } from './tracing.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.6');
const demands = ['doubles', 'lifecycle'] as const;

check(
  'trace.repeat',
  'the calls that repeat one that failed, and those of an undo that is tried again, carry the trace id too',
  { clause: 'E, A17', needs: ['trace.undo', 'repeat.write', 'undo.retried'], demands: [...demands], at: 'writes' },
  async (context) => {
    for (const { scene, traceId } of [...(await writesRepeated(context)), ...(await undosRetried(context))]) {
      expectTrace(scene, traceId);
    }
  },
);

check(
  'token.repeat',
  'the calls that repeat one that failed, and those of an undo that is tried again, carry the Authorization too',
  { clause: 'E', needs: ['token.undo', 'repeat.write', 'undo.retried'], demands: [...demands], at: 'writes' },
  async (context) => {
    for (const { scene, authorization } of [...(await writesRepeated(context)), ...(await undosRetried(context))]) {
      expectToken(scene, authorization);
    }
  },
);
