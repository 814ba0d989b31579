import { type Context, newcomer, on, type Posted, posted } from './acting.ts';

// One instance of its own: circuits would tell other checks of these time-outs.

export interface SlowWrites {
  /** Of a household for which `POST /addresses` never answers. */
  address: Posted;
  /** Of one that Person makes, without ever saying so; it answers repeats. */
  person: Posted;
}

/** Profiles that are asked for while a neighbour hangs. */
export function slowWrites(context: Context): Promise<SlowWrites> {
  return context.service.shared('slow writes', async () => {
    const there = await on(context, 'writes');
    const [one, two] = [newcomer(there), newcomer(there)];
    one.strike('POST /addresses', { kind: 'hang' });
    two.strike('POST /persons', { kind: 'hang' }, { times: 1, effect: true });
    const [address, person] = await Promise.all([posted(there, one), posted(there, two)]);
    return { address, person };
  });
}
