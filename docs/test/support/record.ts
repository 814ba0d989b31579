import { writeFileSync } from 'node:fs';
import { root } from '../../generate/source.ts';
import { openOffice } from './office.ts';
import { type HandWritten, pagesWithCommands } from './pages.ts';
import { masked, type RunCommand, replay } from './replay.ts';
import { openPage } from './scene.ts';
import { gradingSession } from './session.ts';

// Writes what the commands of the pages, and of the front page, print now: `npm run record -w docs`, with the paths of
// pages after `--` for those alone.
const { lessons, handouts, others } = pagesWithCommands();
const asked = ({ name }: HandWritten) => process.argv.length < 3 || process.argv.slice(2).includes(name);

for (const page of [...lessons, ...handouts].filter(asked)) {
  await using scene = await openPage(page);
  await record(page, scene.run);
}
await using office = await openOffice();
for (const page of others.filter(asked)) await record(page, office.run);
if (process.argv.length < 3) {
  for (const [name, text] of Object.entries(gradingSession())) writeFileSync(`${root}docs/captures/${name}.ansi`, text);
}

async function record({ file, text }: HandWritten, run: RunCommand): Promise<void> {
  const recorded = await replay(text, run);
  if (masked(recorded) !== masked(text)) writeFileSync(file, recorded);
}
