import { randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { bytesOf, requireBody, requireJson } from './body.ts';
import { type Caller, callerOf } from './caller.ts';
import { hashOf } from './etag.ts';
import { operationBody, operationPath } from './operation-view.ts';
import type { Operation } from './operations.ts';
import type { Parts } from './parts.ts';
import { HttpProblem, SOON } from './problem.ts';
import type { Recorded } from './saga.ts';

const object = { type: 'object' };
const profileSchema = {
  type: 'object',
  required: ['person', 'address'],
  properties: { person: object, address: object },
  additionalProperties: false,
};

interface ProfileBody {
  person: object;
  address: object;
}

type Creation = FastifyRequest<{ Body: ProfileBody }>;

export function creation(app: FastifyInstance, parts: Parts): void {
  const judged = {
    onRequest: [parts.authenticate, requireJson],
    preValidation: requireBody,
    schema: { body: profileSchema },
  };
  app.post<{ Body: ProfileBody }>('/profiles', judged, async (request, reply) => {
    const caller = callerOf(request);
    const draft = draftOf(request, caller);
    await parts.prepare();
    const known = await parts.operations.underKey(draft.key_hash);
    if (known) return repeat(parts, { known, draft, caller, reply });
    if (parts.neighbours.anyOpen) throw new HttpProblem(503, 'A neighbour has failed too often.', { headers: SOON });
    return begin(parts, { draft, caller, reply });
  });
}

/** What is stored before the first call. Problems: 400, 422. */
function draftOf(request: Creation, { principal, journey }: Caller) {
  const key = request.headers['idempotency-key']?.toString() ?? '';
  if (key === '') throw new HttpProblem(400, 'An Idempotency-Key is needed.');
  return {
    id: `op_${randomBytes(18).toString('base64url')}`,
    principal,
    key_hash: hashOf(principal, key),
    body_hash: hashOf(bytesOf(request).toString('base64')),
    later: isPatient(request.headers.prefer?.toString()),
    trace: journey.trace,
    person_key: randomUUID(),
    address_body: jsonOf('address', request.body.address),
    person_body: jsonOf('person', request.body.person),
  };
}

type Draft = ReturnType<typeof draftOf>;

/** Whether `respond-async` is among the preferences (RFC 7240); quoted values do not count. */
function isPatient(prefer = ''): boolean {
  const names = prefer.replace(/"(\\.|[^"\\])*"/g, '').split(',');
  return names.some((preference) => /^\s*respond-async\s*($|[;=])/i.test(preference));
}

/** Problem 422 for what is nested too deep to be written again. */
function jsonOf(part: string, value: object): string {
  try {
    return JSON.stringify(value);
  } catch {
    const errors = [{ pointer: `/${part}`, detail: 'is nested too deep' }];
    throw new HttpProblem(422, 'The body breaks a rule.', { errors });
  }
}

interface Begun {
  draft: Draft;
  caller: Caller;
  reply: FastifyReply;
}

async function begin(parts: Parts, { draft, caller, reply }: Begun) {
  const { worker, operations } = parts;
  const { journey } = caller;
  // Taken before it is stored: from then on a tick could find it.
  const begun = await worker.alone(draft.id, journey.authorization, async () => {
    const operation = await operations.begin(draft);
    if (!operation) return undefined;
    const until = operation.later ? Number.POSITIVE_INFINITY : journey.until;
    return { operation, run: worker.run(operation, until, false) };
  });
  if (!begun) {
    // Somebody else was faster: there is nothing to do, and nothing to remember.
    worker.kick(draft.id);
    const known = await operations.underKey(draft.key_hash);
    if (known) return repeat(parts, { known, draft, caller, reply });
    throw new HttpProblem(409, 'Another request under this key has just failed.', { headers: SOON });
  }
  if (draft.later) {
    begun.run.catch((error) => console.log(`Operation ${draft.id} waits: ${error}`));
    return accepted(reply, begun.operation);
  }
  const end = await begun.run;
  if ('operation' in end) return created(reply, end.operation);
  const { status, detail, ...extras } = end.problem;
  throw new HttpProblem(status, detail, extras);
}

/** The same key again, while the operation runs or after it has succeeded. */
async function repeat(parts: Parts, { known, draft, caller, reply }: Begun & { known: Operation }) {
  if (known.body_hash !== draft.body_hash) {
    const errors = [{ pointer: '', detail: 'differs from the body that came with this key before' }];
    throw new HttpProblem(422, 'That Idempotency-Key came with another body.', { errors });
  }
  if (known.later) return accepted(reply, known);
  if (known.status === 'succeeded') return created(reply, known);
  const run = parts.worker.runOf(known.id)?.catch(() => undefined);
  const { promise: patience, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), caller.journey.until - performance.now());
  const end = await Promise.race([run, patience]);
  clearTimeout(timer);
  if (end && 'operation' in end) return created(reply, end.operation);
  throw new HttpProblem(409, 'The first request under this key has not ended.', { headers: SOON });
}

function created(reply: FastifyReply, { answer }: Operation) {
  const { location, etag, body } = JSON.parse(answer ?? '') as Recorded;
  return reply.code(201).headers({ location, etag }).type('application/json').send(body);
}

function accepted(reply: FastifyReply, operation: Operation) {
  const headers = { location: operationPath(operation), 'preference-applied': 'respond-async' };
  return reply.code(202).headers(headers).type('application/json').send(operationBody(operation));
}
