import { openCluster } from '@seeka/postgres';
import { refuser, serviceFiles } from '../../../grader/test/cli/services.ts';
import { zipOf } from '../../../grader/test/portal/support/zip.ts';
import { read } from '../../generate/source.ts';
import type { RunCommand } from './replay.ts';
import type { Scene } from './scene.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

/** Of the pages for staff: a class that has handed in, with an empty gradebook. */
export async function openOffice(): Promise<Scene> {
  await using opened = new AsyncDisposableStack();
  const cluster = opened.use(await openCluster());
  const { url } = opened.use(await cluster.fresh());
  const workspace = opened.use(openWorkspace());
  await handIn(workspace);
  const meant = new Map([
    ['postgres://…', url],
    [' test', ' ada'],
    // No day that is yet to come.
    ['2027-10-01', '2026-01-01'],
  ]);
  const run: RunCommand = async (command) => {
    const line = [...meant].reduce((text, [shown, real]) => text.replaceAll(shown, real), command);
    const printed = await workspace.run(forTerm(line), { SEEKA_DATABASE_URL: url });
    const [, batch] = /The batch is (\S+)\./.exec(printed.text) ?? [];
    const [, regrade] = /seeka class apply (\S+)/.exec(printed.text) ?? [];
    if (batch) meant.set('BATCH', batch);
    if (regrade) meant.set('REGRADE', regrade);
    return printed;
  };
  const moved = opened.move();
  return { run, [Symbol.asyncDispose]: () => moved.disposeAsync() };
}

/** Where there is a course.yaml, the roster has those whom it names, and what they hand in comes by the portal. */
function forTerm(line: string): string {
  return line.includes('--course') ? line.replace('roster.csv', 'people.csv') : line;
}

/** The roster of one page and the rules of another, with a service that refuses everything in place of each submission. */
async function handIn(workspace: Workspace): Promise<void> {
  const files = serviceFiles(refuser);
  const folders = ['hand-ins/ada', '../handed-in'];
  for (const [name, text] of Object.entries(files)) {
    for (const folder of folders) workspace.write(`${folder}/${name}`, text);
  }
  workspace.write('hand-ins/red.zip', await zipOf(files));
  workspace.write('roster.csv', shownIn('docs/content/start/class.md', /^```\n(id,name[\s\S]*?)^```$/m));
  workspace.write('people.csv', 'id,name,email\nada,Ada Example,ada@example.org\neve,Eve Example,eve@example.org\n');
  workspace.write('course.yaml', shownIn('docs/content/handbook/late.md', /^```yaml\n([\s\S]*?)^```$/m));
}

function shownIn(page: string, pattern: RegExp): string {
  const [, text] = pattern.exec(read(page)) ?? [];
  if (text === undefined) throw new Error(`${page} does not show it any more: ${pattern}`);
  return text;
}
