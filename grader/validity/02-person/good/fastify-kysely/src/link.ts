import type { FastifyInstance } from 'fastify';
import { requireBody, requireType } from './body.ts';
import { linkSchema } from './draft.ts';
import { allowOnly } from './methods.ts';
import type { Parts } from './persons.ts';
import { HttpProblem } from './problem.ts';

type Item = { Params: { id: string } };

/** Whoever lives at an address. */
export function link(app: FastifyInstance, { repository, addressService }: Parts): void {
  const url = '/persons/:id/address';
  const linked = async (id: string): Promise<string> => {
    const person = await repository.byId(id);
    if (person?.address_id) return person.address_id;
    throw new HttpProblem(404, person ? 'No address is linked.' : 'There is no such person.');
  };

  app.get<Item>(url, async ({ params, headers }, reply) => {
    const address = await linked(params.id);
    const found = await addressService.find(address, headers.traceparent?.toString(), headers['if-none-match']);
    if (!found) throw new HttpProblem(404, 'The address is gone.');
    if (found.etag) reply.header('etag', found.etag);
    if (found.status === 304) return reply.code(304).send();
    return reply.type('application/json').send(found.text);
  });

  const judged = { onRequest: requireType(), preValidation: requireBody, schema: { body: linkSchema } };
  app.put<Item & { Body: { href: string } }>(url, judged, async ({ params, headers, body }, reply) => {
    if (!(await repository.byId(params.id))) throw new HttpProblem(404, 'There is no such person.');
    const id = addressService.idOf(body.href);
    if (id === undefined || !(await addressService.find(id, headers.traceparent?.toString()))) {
      throw new HttpProblem(422, 'Nothing is there.', { errors: [{ pointer: '/href', detail: 'is no address' }] });
    }
    await repository.update(params.id, { address_id: id });
    return reply.code(204).send();
  });

  app.delete<Item>(url, async ({ params }, reply) => {
    await linked(params.id);
    await repository.update(params.id, { address_id: null });
    return reply.code(204).send();
  });

  allowOnly(app, url, ['GET', 'HEAD', 'PUT', 'DELETE']);
}
