import { mutant } from '../../../src/validity/mutant.ts';
import { draft, onError, problemInApp, refusal } from './edits.ts';

/** Mistakes of checkpoint 4.2 in refusing. */
export const mutants = [
  mutant(
    'body.malformed',
    'another media type is a bad request',
    onError("if (error.status === 415) return new Problem(400, 'The body must be JSON.');"),
    problemInApp,
  ),
  mutant(
    'body.large',
    'a large body is a bad request',
    onError("if (error.status === 413) return new Problem(400, 'The body is large.');"),
    problemInApp,
  ),
  mutant(
    'body.missing',
    'only the first part at fault is named',
    draft('...broken.map(', '...broken.slice(0, 1).map('),
  ),
  mutant(
    'body.unknown',
    'links that a client sends are ignored',
    draft('.filter((name) => !parts.includes(name));', ".filter((name) => ![...parts, 'links'].includes(name));"),
  ),
  mutant(
    'body.no-object',
    'a list is an object without members',
    draft('if (!isObject(body)) return', "if (typeof body !== 'object' || body === null) return"),
  ),
  mutant(
    'refused.address',
    'the whole address is taken for the whole body',
    refusal('return { pointer: prefix + below,', "return { pointer: below === '' ? '' : prefix + below,"),
  ),
  mutant(
    'refused.person',
    'the pointers of Person are passed on as they are',
    refusal('faultsIn(text, `/${step}`)', "faultsIn(text, step === 'person' ? '' : `/${step}`)"),
  ),
  mutant(
    'refused.email',
    'an e-mail address that is taken breaks a rule',
    refusal(
      "return new Problem(409, 'Another person has this e-mail address.', { code: 'email-taken' });",
      "return new Problem(422, 'Taken.', { errors: [{ pointer: '/person/email', detail: 'is taken' }] });",
    ),
  ),
  mutant(
    'refused.otherwise',
    'a 400 of a neighbour is passed on',
    refusal(
      'return away(`${step}: status ${status}`);',
      "return status === 400 ? new Problem(400, 'Refused.') : away(`${step}: status ${status}`);",
    ),
  ),
  {
    id: 'refused.otherwise.address',
    describes: 'a 409 of Address, too, says that the e-mail address is taken',
    kills: ['refused.otherwise'],
    edits: [refusal("status === 409 && step === 'person'", "status === 409 && step !== 'link'")],
  },
  mutant(
    'refused.link',
    'a link that Person refuses with 422 is the fault of the client: 422',
    refusal("if (status === 422 && step !== 'link') {", 'if (status === 422) {'),
  ),
];
