import { mutant } from '../../../src/validity/mutant.ts';
import {
  create,
  neighbours,
  onCreated,
  operations,
  patience,
  profileRoutes,
  refusal,
  refusing,
  saga,
} from './edits.ts';

/** Mistakes of checkpoint 4.2 in creating. */
export const mutants = [
  mutant(
    'create.status',
    'nobody can be created',
    refusing("request.method === 'POST' && request.path === '/profiles'", 503),
  ),
  mutant(
    'create.same',
    'the 201 shows the person as before the link',
    onCreated("profile.person.links = profile.person.links.filter(({ rel }: { rel: string }) => rel !== 'address');"),
  ),
  mutant(
    'create.order',
    'the body of the link tells what kind of link it is',
    neighbours(
      'JSON.stringify({ href: `/addresses/${encodeURIComponent(addressId)}` })',
      "JSON.stringify({ rel: 'address', href: `/addresses/${encodeURIComponent(addressId)}` })",
    ),
  ),
  mutant(
    'create.known',
    'of a place that is known already the delivery point is taken for the id',
    saga(
      "addressId: idIn('address', answer), ",
      "addressId: answer.status === 200 && !answer.repeated ? JSON.parse(answer.text).deliveryPoint : idIn('address', answer), ",
    ),
  ),
  mutant(
    'create.owner',
    'what was made here is everybody’s',
    operations(
      "(await this.#table.where({ owner, personId }).first('id'))",
      "(await this.#table.where({ personId }).first('id'))",
    ),
  ),
  mutant(
    'method.collection',
    'a method that /profiles does not have is answered with 404',
    profileRoutes("collection.all(allowOnly('POST'));", 'collection;'),
  ),
  mutant(
    'slow.create',
    'a Person that is slow is a Person that is away',
    refusal(
      'throw new StepFailed(step, problemOf(error), error.inDoubt',
      "throw new StepFailed(step, step === 'person' ? away(error) : problemOf(error), error.inDoubt",
    ),
  ),
  mutant(
    'slow.patient',
    'a neighbour has less than 0.8 s',
    patience('const LIMIT_MS = 1_600;', 'const LIMIT_MS = 780;'),
  ),
  mutant(
    'conforms.createProfile.4.2',
    'the 201 has a media type of its own',
    create(".type('json')\n", ".type('application/hal+json')\n"),
  ),
];
