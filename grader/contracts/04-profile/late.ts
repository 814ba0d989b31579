import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from '../../src/answer.ts';
import { problem } from '../../src/doubles/neighbours/answers.ts';
import type { Scene } from '../../src/doubles/neighbours/scene.ts';
import { type Context, newcomer, posted } from './acting.ts';
import { kept, read } from './deleting.ts';

// Person does not say who lives at an address, until no client can wait any more.

/** A client has its answer by then. */
const FRUITLESS_MS = 3_900;
const unsaid = { kind: 'reply', answer: problem(403) } as const;

/** A household of which the person is refused; the address can be undone when it is too late for the client. */
export function undoneLate(context: Context): Promise<{ scene: Scene; answer: Answer | undefined }> {
  return context.service.shared('undone late', async () => {
    const scene = newcomer(context);
    scene.strike('POST /persons', { kind: 'reply', answer: problem(422, { pointers: ['/email'] }) });
    scene.strike('GET /persons', unsaid);
    const answered = posted(context, scene).catch(() => undefined);
    await pause(FRUITLESS_MS, undefined, { ref: false });
    scene.heal();
    return { scene, answer: (await answered)?.answer };
  });
}

export interface DeletedLate {
  scene: Scene;
  answer: Answer;
  /** When it was answered. */
  left: ReturnType<typeof kept>;
}

/** A profile that is deleted; the address can be deleted when it is too late for the client. */
export function deletedLate(context: Context): Promise<DeletedLate> {
  return context.service.shared('deleted late', async () => {
    const { scene, holder, path, etag } = await read(context);
    scene.strike('GET /persons', unsaid);
    const unhurried = pause(FRUITLESS_MS, undefined, { ref: false });
    const answer = await holder.delete(path, { ifMatch: etag });
    const left = kept(scene);
    await unhurried;
    scene.heal();
    return { scene, answer, left };
  });
}
