import { writeFileSync } from 'node:fs';
import { root } from '../../generate/source.ts';
import { pagesWithCommands } from './pages.ts';
import { masked, replay } from './replay.ts';
import { startServices } from './services.ts';
import { gradingSession } from './session.ts';

// Writes what the commands of the pages, and of the front page, print now: `npm run record -w docs`.
for (const { file, name, text } of pagesWithCommands()) {
  await using services = await startServices(name);
  const recorded = await replay(text, services.run);
  if (masked(recorded) !== masked(text)) writeFileSync(file, recorded);
}
for (const [name, text] of Object.entries(gradingSession())) writeFileSync(`${root}docs/captures/${name}.ansi`, text);
