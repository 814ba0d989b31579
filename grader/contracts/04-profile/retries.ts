import type { Answer } from '../../src/answer.ts';
import { problem } from '../../src/doubles/neighbours/answers.ts';
import type { NeighbourCall, Scene, Step } from '../../src/doubles/neighbours/scene.ts';
import { type Context, inTurn, newcomer, posted, resident, until } from './acting.ts';

/** What was asked again, and in whose name. */
export interface Asked {
  scene: Scene;
  traceId: string;
  authorization: string;
}

export type Written = Asked & { step: Step; answer: Answer };

const unwell = { kind: 'status', status: 503 } as const;
const refused = { kind: 'reply', answer: problem(422, { pointers: ['/email'] }) } as const;
/** The calls of a `POST`, and how each fails once. */
const writes: [Step, number][] = [
  ['POST /addresses', 500],
  ['POST /persons', 502],
  ['PUT /persons/{id}/address', 503],
];

/** For each call of a `POST` a profile of which this call fails once. */
export function writesRepeated(context: Context): Promise<Written[]> {
  return context.service.shared('writes repeated', () =>
    inTurn(context, 'repeats', (there) =>
      Promise.all(
        writes.map(async ([step, status]) => {
          const scene = newcomer(there);
          scene.strike(step, { kind: 'status', status }, { times: 1 });
          return { step, ...(await asked(there, scene)) };
        }),
      ),
    ),
  );
}

export interface KeptFailing {
  read: Answer;
  write: Answer;
  /** Of the call that failed in each of them. */
  readCalls: NeighbourCall[];
  writeCalls: NeighbourCall[];
}

/** A read and a `POST`, of each of which one call fails however often it is made. */
export function keptFailing(context: Context): Promise<KeptFailing> {
  return context.service.shared('calls that keep failing', () =>
    inTurn(context, 'repeats', async (there) => {
      const [{ scene, holder, path }, other] = [await resident(there), newcomer(there)];
      scene.strike('GET /persons/{id}', unwell);
      other.strike('POST /addresses', unwell);
      const [read, { answer }] = await Promise.all([holder.get(path), posted(there, other)]);
      const [readCalls, writeCalls] = [scene.calls('GET /persons/{id}'), other.calls('POST /addresses')];
      return { read, write: answer, readCalls, writeCalls };
    }),
  );
}

/** One more than a call and its repeats, so that the first try fails as a whole. */
const FAILURES = 3;

/** An address and a person that can be undone only at a later try; both are gone in the end. */
export function undosRetried(context: Context): Promise<Asked[]> {
  return context.service.shared('undos retried', () =>
    inTurn(context, 'writes', async (there) => {
      const [scene, linkless] = [newcomer(there), newcomer(there)];
      scene.strike('POST /persons', refused);
      scene.strike('DELETE /addresses/{id}', unwell, { times: FAILURES });
      linkless.strike('PUT /persons/{id}/address', refused);
      linkless.strike('DELETE /persons/{id}', unwell, { times: FAILURES });
      const both = await Promise.all([asked(there, scene), asked(there, linkless)]);
      await until(() => scene.address === undefined, 'The address is still there, though Address is well again');
      await until(() => linkless.person === undefined, 'The person is still there, though Person is well again');
      return both;
    }),
  );
}

async function asked(there: Context, scene: Scene): Promise<Asked & { answer: Answer }> {
  const traceId = there.make.traceId();
  const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
  const { answer, holder } = await posted(there, scene, { headers });
  return { scene, traceId, authorization: holder.authorization, answer };
}
