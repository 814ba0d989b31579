import { type Answer, linksOf } from '../../src/answer.ts';
import { checkpoint, expect } from '../../src/check.ts';
import { problem } from '../../src/doubles/neighbours/answers.ts';
import type { Scene, Step } from '../../src/doubles/neighbours/scene.ts';
import { methodsIn, shown } from '../01-address/reading.ts';
import { type Context, created, holder, newcomer, posted } from './acting.ts';
import { slowWrites } from './slow-writes.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.2');
const demands = ['doubles'] as const;
const needs = ['create.status'];

check(
  'create.status',
  'POST of a person and an address answers 201 with Location, ETag and the profile: that person, linked to that address',
  { clause: 'E, A7', needs: ['read.both'], demands: [...demands] },
  async (context) => {
    const { scene, answer } = await created(context);
    const { person, address } = scene;
    expect(person?.addressId ?? 'not linked').toBe(address?.id);
    expect(shown(answer).person).toMatchObject(scene.draft.person);
    expect(shown(answer).address).toMatchObject(scene.draft.address);
    expect(answer.etag ?? 'absent').not.toBe('absent');
  },
);

check(
  'create.same',
  'GET of the Location gives the representation and the ETag of the 201, so the person is read again after the link',
  { clause: 'A7, E', needs, demands: [...demands] },
  async (context) => {
    const { holder: who, path, answer, scene } = await created(context);
    const read = await who.get(path);
    expect(read).toHaveStatus(200);
    expect({ etag: answer.etag, body: answer.body }).toEqual({ etag: read.etag, body: read.body });
    expect(shown(answer).person).toEqual(scene.person?.representation);
    expect(linksOf(answer.body).map(({ rel }) => rel)).toContain('self');
  },
);

const writes: Step[] = ['POST /addresses', 'POST /persons', 'PUT /persons/{id}/address'];

/** What the neighbours were told, in order. */
function told(scene: Scene) {
  return scene.calls(...writes).map(({ step, body }) => ({ step, body: JSON.parse(body || 'null') }));
}

check(
  'create.order',
  'first the address is posted, then the person, then the link is put, with the path of the address as its href',
  { clause: 'E', needs, demands: [...demands] },
  async (context) => {
    const { scene } = await created(context);
    expect(told(scene)).toEqual([
      { step: 'POST /addresses', body: scene.draft.address },
      { step: 'POST /persons', body: scene.draft.person },
      { step: 'PUT /persons/{id}/address', body: { href: `/addresses/${scene.address?.id}` } },
    ]);
  },
);

check(
  'create.known',
  'when Address knows the place already, and answers 200, the person is linked to the address that is there',
  { clause: 'E, B', needs, demands: [...demands] },
  async (context) => {
    const scene = newcomer(context);
    const { id } = context.neighbours.addresses.keep(scene.draft.address);
    await created(context, {}, scene);
    expect(scene.person?.addressId).toBe(id);
  },
);

check(
  'create.owner',
  'the profile is opened by who began it and by the person whose it is, and by nobody else',
  { clause: 'E, OWASP API1:2023', needs, demands: [...demands] },
  async (context) => {
    const { holder: maker, path, scene } = await created(context);
    expect(await maker.get(path)).toHaveStatus(200);
    expect(await (await holder(context, scene.person?.id)).get(path)).toHaveStatus(200);
    expect(await (await holder(context)).get(path)).toBeProblem(404);
  },
);

check(
  'method.collection',
  'there is no collection: GET of /profiles is answered with 405 and Allow: POST',
  { clause: 'E, A9', needs, demands: [...demands] },
  async (context) => {
    const answer = await (await holder(context)).get('/profiles');
    expect(answer).toBeProblem(405);
    expect(methodsIn(answer.headers.allow)).toContain('POST');
  },
);

/** A client has its answer within 4 s; a second more for a busy machine. */
const PATIENCE_MS = 5_000;

check(
  'slow.create',
  'when a neighbour does not answer within 2 s, the POST is answered with 504 within 4 s',
  { clause: 'E, A18', needs: [...needs, 'keys.away'], demands: ['doubles', 'lifecycle'], at: 'writes' },
  async (context) => {
    const { address, person } = await slowWrites(context);
    for (const { answer } of [address, person]) {
      // Who asked again in time has a profile to show.
      const isWhole = answer.status === 201 && answer === person.answer;
      if (!isWhole) expect(answer).toBeProblem(504);
      expect(answer.durationMs).toBeLessThan(PATIENCE_MS);
    }
  },
);

check(
  'slow.patient',
  'answers of the neighbours that come after 0.8 s are used, in each step',
  { clause: 'A18', needs, demands: [...demands] },
  async (context) => {
    // Each step once; two waits for each profile, since all together have 4 s: the last two come at once.
    const pairs: Step[][] = [
      ['POST /addresses', 'PUT /persons/{id}/address'],
      ['POST /persons', 'GET /persons/{id}', 'GET /persons/{id}/address'],
    ];
    const answers = pairs.map((steps) => patiently(context, steps));
    for (const answer of await Promise.all(answers)) {
      expect(answer).toHaveStatus(201);
      expect(shown(answer).unavailable ?? 'nothing').toBe('nothing');
    }
  },
);

/** On a busy machine an answer may come after more than 0.8 s. */
const TRIES = 3;

/** The answer to a POST of which these steps take 0.8 s each: the first whole profile, or the last answer. */
async function patiently(context: Context, steps: Step[]): Promise<Answer> {
  for (let left = TRIES - 1; ; left -= 1) {
    const scene = newcomer(context);
    for (const step of steps) scene.strike(step, { kind: 'delay', ms: 800 });
    const { answer } = await posted(context, scene);
    scene.heal();
    const isWhole = answer.status === 201 && shown(answer).unavailable === undefined;
    if (isWhole || left === 0) return answer;
  }
}

/** A call that is answered with 503 after 0.8 s, and its repeat with what is true after as long. */
function failOnce(scene: Scene, step: Step): void {
  const { arrived, release } = scene.hold(step, { answer: problem(503) });
  arrived.then(() => setTimeout(release, 800));
  scene.strike(step, { kind: 'delay', ms: 800 });
}

/** 4 s, and the machine's share. */
const BUDGET_MS = 4_700;

check(
  'slow.budget',
  'a client has its answer within 4 s, also when three calls are slow and the fourth hangs, or each of three fails slowly first; a link that hangs is answered with 504',
  { clause: 'E, A18', needs: ['read.both', 'create.status'], demands: ['doubles'] },
  async (context) => {
    const scene = newcomer(context);
    const slow: Step[] = ['POST /addresses', 'POST /persons', 'PUT /persons/{id}/address'];
    for (const step of slow) scene.strike(step, { kind: 'delay', ms: 800 });
    scene.strike('GET /persons/{id}', { kind: 'hang' });
    const [linkless, unwell] = [newcomer(context), newcomer(context)];
    linkless.strike('PUT /persons/{id}/address', { kind: 'hang' });
    for (const step of slow) failOnce(unwell, step);
    const asked = [scene, linkless, unwell].map((one) => posted(context, one));
    const [answer, late, failing] = (await Promise.all(asked)).map((one) => one.answer) as [Answer, Answer, Answer];
    for (const one of [linkless, unwell]) one.heal();
    expect(scene.calls('POST /addresses').length).toBeGreaterThan(0);
    expect(late).toBeProblem(504);
    for (const { durationMs } of [answer, late, failing]) expect(durationMs).toBeLessThan(BUDGET_MS);
  },
);
