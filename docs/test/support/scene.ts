import type { HandWritten } from './pages.ts';
import type { RunCommand } from './replay.ts';
import { startServices } from './services.ts';
import { openWorkspace } from './workspace.ts';

/** Where the commands of a page, or of several, are run. */
export type Scene = AsyncDisposable & { run: RunCommand };

/** What a reader has written between two commands: code through a checkpoint. */
const meanwhile: [before: RegExp, checkpoint: string][] = [
  [/--checkpoint 1\.1$/, '1.1'],
  [/ npm start$/, '1.6'],
];

/** Of a lesson or handout: services with empty databases, and a folder for what the reader makes. */
export async function openPage({ name }: HandWritten): Promise<Scene> {
  await using opened = new AsyncDisposableStack();
  const services = opened.use(await startServices(name));
  const workspace = opened.use(openWorkspace());
  const run: RunCommand = async (command) => {
    const [, signal, which] = /^kill -(STOP|CONT) .*\$(ADDRESS|PERSON)_PORT/.exec(command) ?? [];
    if (signal) {
      const door = services.doors[which as keyof typeof services.doors];
      door[signal === 'STOP' ? 'shut' : 'open']();
      return { code: 0, text: '' };
    }
    const [, checkpoint] = meanwhile.find(([before]) => before.test(command)) ?? [];
    const catchUp = `npx --no-install seeka lab catch-up 01-address --through ${checkpoint} ../my-address`;
    if (checkpoint) await workspace.run(catchUp);
    const place = command.startsWith('env -u PORT') ? 'cd ../my-address && ' : '';
    return await workspace.run(place + services.reaching(command), services.env);
  };
  const moved = opened.move();
  return { run, [Symbol.asyncDispose]: () => moved.disposeAsync() };
}
