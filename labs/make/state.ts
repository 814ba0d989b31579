import { join } from 'node:path';
import { editorFiles } from './editor-files.ts';
import { type Files, readFiles } from './files.ts';
import { formatted } from './format.ts';
import type { Lab } from './lab.ts';
import { commentOf, LabError, through } from './marks.ts';

/** The parts of a solution that students get. */
const COPIED = ['openapi.yaml', 'migrations', 'src'];

/** A lab's code as it is through a checkpoint, with what an editor and npm need. '0' is the starter. */
export async function stateOf(lab: Lab, checkpoint: string): Promise<Files> {
  const known = lab.checkpoints.map(({ id }) => id);
  if (checkpoint !== '0' && !known.includes(checkpoint)) {
    throw new LabError(`Lab ${lab.id} has no checkpoint ${checkpoint}; it has ${known.join(', ')}.`);
  }
  const solved = await readFiles(lab.solution, COPIED);
  const code = [...solved].map(([path, text]): [string, string] => {
    return [path, through({ path: join('solutions', lab.id, path), text }, checkpoint, known)];
  });
  const kept = code.filter(([path, text]) => !isEmpty(path, text));
  return formatted(new Map([...kept, ['package.json', await packageJson(lab)], ...editorFiles]), lab.course);
}

/** Only blanks and comments are left. */
function isEmpty(path: string, text: string): boolean {
  const comment = commentOf(path);
  const code = text.replaceAll(/\/\*.*?\*\//gs, '').split('\n');
  return comment !== undefined && code.every((line) => line.trim() === '' || line.trimStart().startsWith(comment));
}

async function packageJson({ id, title, solution }: Lab): Promise<string> {
  const text = (await readFiles(solution, ['package.json'])).get('package.json') ?? '{}';
  const { version, type, scripts, dependencies } = JSON.parse(text);
  const starter = {
    name: `@seeka/lab-${id}`,
    version,
    private: true,
    description: `Lab ${id.slice(0, 2)} · ${title}`,
    type,
    scripts: { ...scripts, test: 'jest' },
    dependencies,
  };
  return `${JSON.stringify(starter, null, 2)}\n`;
}
