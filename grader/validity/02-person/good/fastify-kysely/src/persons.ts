import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { AddressService } from './address-service.ts';
import { bytesOf, requireBody, requireIfMatch, requireType } from './body.ts';
import { draftOf, newPersonSchema, type PersonBody, patched, patchSchema, replacementSchema } from './draft.ts';
import { etagOf, knows, versionsIn } from './etag.ts';
import { link } from './link.ts';
import { allowOnly } from './methods.ts';
import { linksOf, turned, windowOf } from './page.ts';
import { HttpProblem } from './problem.ts';
import type { PersonRepository, StoredPerson, WriteOutcome } from './repository.ts';
import { ownMembersKept, projected, view } from './view.ts';

export interface Parts {
  repository: PersonRepository;
  addressService: AddressService;
  /** Signs the cursors. */
  cursorKey: string;
}

type Item = { Params: { id: string } };
type Replacement = Item & { Body: PersonBody & Record<string, unknown> };
type Patch = Item & { Body: Partial<PersonBody> };

export function persons(parts: Parts): FastifyPluginAsync {
  return async (app) => {
    app.addHook('onRequest', () => parts.repository.prepare());
    collection(app, parts);
    reading(app, parts);
    writing(app, parts);
    link(app, parts);
  };
}

function collection(app: FastifyInstance, { repository, cursorKey }: Parts): void {
  const judged = { onRequest: requireType(), preValidation: requireBody, schema: { body: newPersonSchema } };
  app.post<{ Body: PersonBody }>('/persons', judged, async (request, reply) => {
    const draft = draftOf(request.body);
    const name = request.headers['idempotency-key']?.toString();
    const made = name
      ? await repository.insertOnce(name, bytesOf(request), draft, answerOf)
      : answerOf(await repository.insert(draft));
    const { headers, body } = JSON.parse(made) as { headers: Record<string, string>; body: string };
    return reply.code(201).headers(headers).type('application/json').send(body);
  });

  app.get('/persons', async (request) => {
    const query = new URL(request.url, 'http://any').searchParams;
    const window = windowOf(query, cursorKey);
    const found = await repository.select(window);
    const page = found.slice(0, window.limit);
    if (window.from?.direction === 'newer') page.reverse();
    const behind = (await repository.select({ ...window, from: turned(window), limit: 0 })).length > 0;
    const data = page.map((person) => projected(view(person, 'persons'), query.get('fields')));
    return { data, links: linksOf({ query, window, page, more: found.length > page.length, behind, key: cursorKey }) };
  });

  allowOnly(app, '/persons', ['GET', 'HEAD', 'POST']);
}

function answerOf(person: StoredPerson): string {
  const headers = { location: `persons/${person.id}`, etag: etagOf(person) };
  return JSON.stringify({ headers, body: JSON.stringify(view(person)) });
}

function reading(app: FastifyInstance, { repository }: Parts): void {
  app.get<Item>('/persons/:id', async (request, reply) => {
    const person = await existing(repository, request.params.id);
    if (knows(request.headers['if-none-match'], person)) return reply.code(304).header('etag', etagOf(person)).send();
    return shown(reply, person);
  });

  allowOnly(app, '/persons/:id', ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE']);
}

function writing(app: FastifyInstance, { repository }: Parts): void {
  const put = {
    onRequest: [requireType(), requireIfMatch],
    preValidation: requireBody,
    schema: { body: replacementSchema },
  };
  app.put<Replacement>('/persons/:id', put, async (request, reply) => {
    const person = await existing(repository, request.params.id);
    ownMembersKept(request.body, view(person));
    return shown(reply, await changed(repository, person, request, request.body));
  });

  const patch = {
    onRequest: [requireType('application/merge-patch+json'), requireIfMatch],
    preValidation: requireBody,
    schema: { body: patchSchema },
  };
  app.patch<Patch>('/persons/:id', patch, async (request, reply) => {
    const person = await existing(repository, request.params.id);
    return shown(reply, await changed(repository, person, request, patched(person, request.body), [person.version]));
  });

  app.delete<Item>('/persons/:id', { onRequest: requireIfMatch }, async (request, reply) => {
    const { id } = request.params;
    const person = await existing(repository, id);
    written(await repository.delete(id, versionsIn(request.headers['if-match'], person)));
    return reply.code(204).send();
  });
}

/** @param last the versions that `If-Match: *` stands for; any when absent. */
async function changed(
  repository: PersonRepository,
  person: StoredPerson,
  { headers }: FastifyRequest,
  body: PersonBody,
  last?: number[],
): Promise<StoredPerson> {
  const versions = versionsIn(headers['if-match'], person) ?? last;
  return written(await repository.update(person.id, draftOf(body), versions));
}

async function existing(repository: PersonRepository, id: string): Promise<StoredPerson> {
  const person = await repository.byId(id);
  if (!person) throw new HttpProblem(404, 'There is no such person.');
  return person;
}

function written(outcome: WriteOutcome): StoredPerson {
  if (outcome === 'gone') throw new HttpProblem(404, 'The person is gone.');
  if (outcome === 'changed') throw new HttpProblem(412, 'Somebody was faster.');
  return outcome;
}

function shown(reply: FastifyReply, person: StoredPerson): object {
  reply.header('etag', etagOf(person));
  return view(person);
}
