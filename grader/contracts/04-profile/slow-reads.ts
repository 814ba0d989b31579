import type { Answer } from '../../src/answer.ts';
import { type Context, inTurn, type Resident, resident, until } from './acting.ts';

export interface SlowReads {
  /** Of a person for whom Person never answers. */
  person: Answer;
  /** Of persons whose address never comes, or only its first half. */
  address: Answer;
  half: Answer;
  /** Of somebody else, meanwhile. */
  other: Answer;
  /** Of /health, while calls hang and after they have failed. */
  health: Answer[];
}

/** Reads while the neighbours hang. */
export function slowReads(context: Context): Promise<SlowReads> {
  return context.service.shared('slow reads', () => inTurn(context, 'repeats', readSlowly));
}

async function readSlowly(there: Context): Promise<SlowReads> {
  const [one, two, three, other] = [
    ...[await resident(there), await resident(there), await resident(there), await resident(there)],
  ] as [Resident, Resident, Resident, Resident];
  one.scene.strike('GET /persons/{id}', { kind: 'hang' });
  two.scene.strike('GET /persons/{id}/address', { kind: 'hang' });
  three.scene.strike('GET /persons/{id}/address', { kind: 'slow body', ms: 8_000 }, { effect: true });
  const read = ({ holder: who, path }: Resident) => who.get(path);
  const reading = Promise.all([read(one), read(two), read(three), read(other)]);
  const hanging = () => [one, two, three].every(({ scene }) => scene.calls().length > 0);
  await Promise.race([reading, until(hanging, 'No call hangs').catch(() => undefined)]);
  const during = await there.api.get('/health');
  const [person, address, half, whole] = await reading;
  return { person, address, half, other: whole, health: [during, await there.api.get('/health')] };
}
