import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from '../../src/answer.ts';
import type { Exit, Instance } from '../../src/types.ts';
import { restarted } from './lifecycle.ts';
import type { Context } from './stored.ts';

export interface Stopped {
  /** Of the request that was in flight; undefined when none came. */
  answer: Answer | undefined;
  /** The status for a request whose body was under way then; undefined when none came. */
  uploaded: number | undefined;
  /** Whether that request had reached the verification API when SIGTERM was sent. */
  inFlight: boolean;
  /** Undefined when the process was still there after the limit. */
  exit: Exit | undefined;
}

const STOP_LIMIT_MS = 5_000;

/** After SIGTERM, the body of a request takes so long, and the API after that: 1.5 s in all. */
const UPLOAD_MS = 700;
const API_MS = 800;

/** Sends SIGTERM while two requests are in flight and another client keeps an idle connection. */
export function stopped(context: Context): Promise<Stopped> {
  const { service, api, make, verification } = context;
  return service.shared('stopped', async () => {
    const { instance } = await restarted(context);
    const draft = make.address();
    verification.fault(draft, { kind: 'delay', ms: 400 });
    const stopping = Promise.withResolvers<void>();
    const uploaded = uploadedLate(context, instance, stopping.promise);
    await api.on(instance).get('/addresses/idle-connection');
    const answered = api
      .on(instance)
      .post('/addresses', draft)
      .catch(() => undefined);
    await Promise.race([answered, until(() => verification.calls(draft).length > 0)]);
    const inFlight = verification.calls(draft).length > 0;
    await instance.signal('SIGTERM');
    stopping.resolve();
    const exit = await Promise.race([instance.exited, pause(STOP_LIMIT_MS, undefined, { ref: false })]);
    return { answer: await answered, uploaded: await uploaded, inFlight, exit };
  });
}

/** The status for a POST whose headers are sent now, and whose body is complete some time after `stopping`. */
async function uploadedLate(
  { make, verification }: Context,
  { origin, dispatcher }: Instance,
  stopping: Promise<void>,
) {
  const draft = make.address();
  verification.fault(draft, { kind: 'delay', ms: API_MS });
  const text = JSON.stringify(draft);
  const body = Readable.from(
    (async function* () {
      yield Buffer.from(text.slice(0, 10));
      await stopping;
      await pause(UPLOAD_MS);
      yield Buffer.from(text.slice(10));
    })(),
  );
  const headers = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) };
  // Longer than what is allowed for the stop, beside what comes before.
  const signal = AbortSignal.timeout(2 * STOP_LIMIT_MS);
  try {
    const answer = await dispatcher.request({ origin, path: '/addresses', method: 'POST', headers, body, signal });
    await answer.body.text();
    return answer.statusCode;
  } catch {
    return undefined;
  }
}

async function until(holds: () => boolean): Promise<void> {
  for (const limit = performance.now() + STOP_LIMIT_MS; !holds() && performance.now() < limit; ) await pause(5);
}
