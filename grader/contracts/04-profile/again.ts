import { setTimeout as pause } from 'node:timers/promises';
import { ContractBroken } from '../../src/reason.ts';
import type { posted } from './acting.ts';

const FREE_MS = 2_000;

/**
 * Who knows of a refusal or an undo knows it a moment before the operation has ended: until then the key may be in use.
 * @param inUse how that is answered
 */
export async function onceFree(post: () => ReturnType<typeof posted>, ...inUse: number[]) {
  for (const limit = performance.now() + FREE_MS; ; await pause(50)) {
    const made = await post();
    if (![409, ...inUse].includes(made.answer.status)) return made;
    if (performance.now() > limit) throw new ContractBroken(`The key is still in use ${FREE_MS / 1_000} s later.`);
  }
}
