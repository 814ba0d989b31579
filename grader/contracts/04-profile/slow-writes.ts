import type { Answer } from '../../src/answer.ts';
import { problem } from '../../src/doubles/neighbours/answers.ts';
import { type Context, inTurn, newcomer, on, type Posted, posted, resident } from './acting.ts';

// One instance, step after step, whichever check asks first: it has no keys, then slow ones, then neighbours that hang.
// Circuits would tell other checks of these time-outs.

export interface Keyless {
  /** While the key set was answered with 500, and while its body did not come. */
  away: Answer;
  slow: Answer;
  /** Once there was one. */
  back: Answer;
}

/** Reads that need a key set which is not to be had. */
export function keyless(context: Context): Promise<Keyless> {
  const { keySets, service } = context;
  return service.shared('keyless', async () => {
    // Takes as long as all of this: it begins at once, and whoever asks for it is told how it went.
    keptBusy(context).catch(() => undefined);
    const there = await on(context, 'writes');
    const read = async () => {
      const { holder: who, path } = await resident(there);
      return who.get(path);
    };
    const away = await read();
    keySets.fault('writes', { kind: 'slow body', ms: 5_500 });
    const slow = await read();
    keySets.heal('writes');
    return { away, slow, back: await read() };
  });
}

export interface SlowWrites {
  /** Of a household for which `POST /addresses` never answers. */
  address: Posted;
  /** Of one that Person makes, without ever saying so; it answers repeats. */
  person: Posted;
}

/** What Person answers while a request with the same key is under way. */
export const inFlight = problem(409, { headers: { 'retry-after': '1' } });

/** Profiles that are asked for while a neighbour hangs. */
export function slowWrites(context: Context): Promise<SlowWrites> {
  return context.service.shared('slow writes', async () => {
    await keyless(context);
    // Takes its turn now, before those that let more calls fail.
    doubtful(context).catch(() => undefined);
    const there = await on(context, 'writes');
    const [one, two] = [newcomer(there), newcomer(there)];
    one.strike('POST /addresses', { kind: 'hang' });
    two.strike('POST /persons', { kind: 'hang' }, { times: 1, effect: true });
    const [address, person] = await Promise.all([posted(there, one), posted(there, two)]);
    return { address, person };
  });
}

/** A profile whose person is made without an answer, after which Person says 503 until the client has its answer. */
export function doubtful(context: Context): Promise<Posted> {
  return context.service.shared('doubtful', async () => {
    await keyless(context);
    return inTurn(context, 'writes', async (there) => {
      const scene = newcomer(there);
      scene.strike('POST /persons', { kind: 'cut' }, { times: 1, effect: true });
      scene.strike('POST /persons', { kind: 'status', status: 503 }, { times: 2 });
      const made = await posted(there, scene);
      scene.heal();
      return made;
    });
  });
}

/** A profile whose key stays in flight at Person until this is answered; and how often Person was asked till then. */
export function keptBusy(context: Context): Promise<Posted & { asked: number }> {
  return context.service.shared('kept busy', async () => {
    const scene = newcomer(context);
    scene.strike('POST /persons', { kind: 'reply', answer: inFlight });
    const made = await posted(context, scene);
    scene.heal();
    return { ...made, asked: scene.calls('POST /persons').length };
  });
}
