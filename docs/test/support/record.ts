import { writeFileSync } from 'node:fs';
import { pagesWithCommands } from './pages.ts';
import { masked, replay } from './replay.ts';
import { startServices } from './services.ts';

// Writes the answers of now under the commands of each page: `npm run record -w docs`.
for (const { file, text } of pagesWithCommands()) {
  await using services = await startServices();
  const recorded = await replay(text, services.run);
  if (masked(recorded) !== masked(text)) writeFileSync(file, recorded);
}
