import { existsSync, globSync } from 'node:fs';
import type { Checkpoint, Rubric } from '../../grader/src/types.ts';
import { through } from '../../labs/make/marks.ts';
import { checksOf } from './catalogue.ts';
import { additions, type Block, contractLines } from './contract-lines.ts';
import { readDescription } from './openapi.ts';
import { anchorOf, code, facts, writePage } from './page.ts';
import { read, root } from './source.ts';

const UNCHANGED =
  'Nothing new in `openapi.yaml`. What this checkpoint adds is how the service behaves: see the handout.';

/** Writes the page that shows what each checkpoint of a lab adds to the contract; returns its id. */
export function writeSteps(rubric: Rubric): string {
  const { lab, title } = rubric;
  const source = `labs/${lab}/openapi.yaml`;
  const blocks = contractLines(readDescription(source));
  return writePage({
    slug: `/labs/${lab}/steps`,
    title: `${title}, step by step`,
    description: `What each checkpoint of lab ${lab} adds to the contract, as a diff, with the files and checks it is about.`,
    source,
    sidebarLabel: 'Step by step',
    body: `Each checkpoint adds to the [contract](/labs/${lab}/contract), and takes nothing away. Lines with a \`+\` are new; the
others held before. A \`?\` behind a name means that it may be absent.

${rubric.checkpoints.map((_, index) => section(rubric, blocks, index)).join('\n\n')}`,
  });
}

function section(rubric: Rubric, blocks: Block[], index: number): string {
  const checkpoint = rubric.checkpoints[index] as Checkpoint;
  const diff = additions(blocks, checkpoint.id);
  const { id, title, points } = checkpoint;
  return [
    `## ${id} ${title}`,
    facts([
      ['Worth', `${points} points`],
      ['Handout', `[Goal, task, usual failures, hints](/labs/${rubric.lab}#${anchorOf(checkpoint)})`],
      ['Checks', `[${checksOf(rubric, checkpoint).length} begin here](/checks/${rubric.lab}#${anchorOf(checkpoint)})`],
      [
        'Files',
        filesOf(rubric, index)
          .map((file) => `\`${file}\``)
          .join(', '),
      ],
    ]),
    diff === '' ? UNCHANGED : code('diff', diff),
  ].join('\n\n');
}

/** Files of the starter that change on the way to a checkpoint. Of the solution's marks no more than that is told. */
function filesOf({ lab, checkpoints }: Rubric, index: number): string[] {
  const known = checkpoints.map(({ id }) => id);
  const [before = '0', after = '0'] = [known[index - 1], known[index]];
  const files = globSync('{src,migrations}/**/*.{ts,sql}', { cwd: `${root}solutions/${lab}` }).sort();
  return files.filter((file) => {
    const path = `solutions/${lab}/${file}`;
    const marked = { path, text: read(path) };
    return existsSync(`${root}labs/${lab}/${file}`) && through(marked, before, known) !== through(marked, after, known);
  });
}
