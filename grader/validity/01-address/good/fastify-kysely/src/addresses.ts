import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { etagOf, knows, versionsIn } from './etag.ts';
import { linksOf, turned, windowOf } from './page.ts';
import { type AddressBody, newAddressSchema, replacementSchema } from './place.ts';
import { HttpProblem } from './problem.ts';
import type { AddressRepository, StoredAddress, WriteOutcome } from './repository.ts';
import type { VerificationApi } from './verification-api.ts';
import { ownMembersKept, projected, view } from './view.ts';

export interface Parts {
  repository: AddressRepository;
  verificationApi: VerificationApi;
  /** Signs the cursors. */
  cursorKey: string;
}

type Item = { Params: { id: string } };
type Replacement = Item & { Body: AddressBody & Record<string, unknown> };

export function addresses(parts: Parts): FastifyPluginAsync {
  return async (app) => {
    app.addHook('onRequest', () => parts.repository.prepare());
    collection(app, parts);
    item(app, parts);
  };
}

function collection(app: FastifyInstance, { repository, verificationApi, cursorKey }: Parts): void {
  const judged = { preValidation: requireBody, schema: { body: newAddressSchema } };
  app.post<{ Body: AddressBody }>('/addresses', judged, async (request, reply) => {
    const place = await verificationApi.verify(request.body, traceOf(request));
    const { address, isNew } = await repository.insertOrFind(place);
    reply.code(isNew ? 201 : 200).header('location', `addresses/${address.id}`);
    return shown(reply, address);
  });

  app.get('/addresses', async (request) => {
    const query = new URL(request.url, 'http://any').searchParams;
    const window = windowOf(query, cursorKey);
    const found = await repository.select(window);
    const page = found.slice(0, window.limit);
    if (window.from?.direction === 'newer') page.reverse();
    const behind = (await repository.select({ ...window, from: turned(window), limit: 0 })).length > 0;
    const data = page.map((address) => projected(view(address, 'addresses'), query.get('fields')));
    return { data, links: linksOf({ query, window, page, more: found.length > page.length, behind, key: cursorKey }) };
  });

  allowOnly(app, '/addresses', ['GET', 'HEAD', 'POST']);
}

function item(app: FastifyInstance, { repository, verificationApi }: Parts): void {
  app.get<Item>('/addresses/:id', async (request, reply) => {
    const address = await existing(repository, request.params.id);
    if (knows(request.headers['if-none-match'], address)) return reply.code(304).header('etag', etagOf(address)).send();
    return shown(reply, address);
  });

  const guarded = { onRequest: requireIfMatch, preValidation: requireBody, schema: { body: replacementSchema } };
  app.put<Replacement>('/addresses/:id', guarded, async (request, reply) => {
    const { id } = request.params;
    const address = await existing(repository, id);
    ownMembersKept(request.body, view(address));
    const versions = versionsIn(request.headers['if-match'], address);
    const place = await verificationApi.verify(request.body, traceOf(request));
    return shown(reply, written(await repository.update(id, place, versions)));
  });

  app.delete<Item>('/addresses/:id', { onRequest: requireIfMatch }, async (request, reply) => {
    const { id } = request.params;
    const address = await existing(repository, id);
    written(await repository.delete(id, versionsIn(request.headers['if-match'], address)));
    return reply.code(204).send();
  });

  allowOnly(app, '/addresses/:id', ['GET', 'HEAD', 'PUT', 'DELETE']);
}

/** `OPTIONS`, and 405 for whatever else there is not. */
function allowOnly(app: FastifyInstance, url: string, methods: string[]): void {
  const allow = [...methods, 'OPTIONS'].join(',');
  const others = app.supportedMethods.filter((method) => !methods.includes(method) && method !== 'OPTIONS');
  app.options(url, async (_request, reply) => reply.code(204).header('allow', allow).send());
  const refuse = async () => {
    throw new HttpProblem(405, 'This method is not for this URL.', { headers: { allow } });
  };
  // Before any body is read.
  app.route({ method: others, url, onRequest: refuse, handler: refuse });
}

async function requireIfMatch({ headers }: FastifyRequest): Promise<void> {
  if (headers['if-match'] === undefined) throw new HttpProblem(428, 'If-Match is needed.');
}

/** Without a media type and a length, Fastify parses nothing. */
async function requireBody({ body }: FastifyRequest): Promise<void> {
  if (body === undefined) throw new HttpProblem(400, 'A body is needed.');
}

async function existing(repository: AddressRepository, id: string): Promise<StoredAddress> {
  const address = await repository.byId(id);
  if (!address) throw new HttpProblem(404, 'There is no such address.');
  return address;
}

function written(outcome: WriteOutcome): StoredAddress {
  if (outcome === 'taken') throw new HttpProblem(409, 'Another address is at that delivery point.');
  if (outcome === 'gone') throw new HttpProblem(404, 'The address is gone.');
  if (outcome === 'changed') throw new HttpProblem(412, 'Somebody was faster.');
  return outcome;
}

function shown(reply: FastifyReply, address: StoredAddress): object {
  reply.header('etag', etagOf(address));
  return view(address);
}

function traceOf({ headers }: FastifyRequest): string | undefined {
  return headers.traceparent?.toString();
}
