import { requires } from '../../grader/test/support/requires.ts';
import { pagesWithCommands } from './support/pages.ts';
import { masked, replay } from './support/replay.ts';
import { startServices } from './support/services.ts';

for (const { name, text } of pagesWithCommands()) {
  requires('postgres')(`the commands of ${name} print what the page shows`, async () => {
    await using services = await startServices(name);

    const now = await replay(text, services.run);

    expect(masked(now)).toBe(masked(text));
  });
}
