import { globSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { loadLab } from '../../grader/src/lab.ts';
import type { Rubric } from '../../grader/src/types.ts';
import { loadMutants } from '../../grader/src/validity/mutate.ts';
import { writeCatalogue } from './catalogue.ts';
import { writeChangelog } from './changelog.ts';
import { writeContract } from './contract.ts';
import { course } from './course.ts';
import { writeHandout } from './handout.ts';
import { llms } from './llms.ts';
import { writeGenerated } from './page.ts';
import { writeSeeka } from './seeka/pages.ts';
import { checksSidebars, sidebar } from './sidebar.ts';
import { writeSlides } from './slides.ts';
import { read, root } from './source.ts';
import { writeSteps } from './steps.ts';
import { writeSyllabus } from './syllabus-page.ts';
import { stretches } from './terminal.ts';
import { writeValidity } from './validity.ts';
import { writeVersions } from './versions.ts';

/** Makes all pages and data of the site that come from other files of the repository. */
async function main(): Promise<void> {
  rmSync(`${root}docs/generated`, { recursive: true, force: true });
  const labs = globSync('*/lab.yaml', { cwd: `${root}labs` })
    .map(dirname)
    .sort();
  const rubrics = await Promise.all(labs.map(async (lab) => (await loadLab(root, lab)).rubric));
  const overview = course(rubrics);
  writeGenerated('clauses.json', JSON.stringify(Object.fromEntries(rubrics.flatMap(clauses))));
  writeGenerated('course.json', JSON.stringify(overview));
  const sessions = ['grade', 'mended'].map((name) => [name, stretches(read(`docs/captures/${name}.ansi`))]);
  writeGenerated('sessions.json', JSON.stringify(Object.fromEntries(sessions)));
  const handbook = [writeSyllabus(labs), writeSlides(overview)];
  const history = [writeVersions(labs), writeChangelog()];
  const pages = await Promise.all(rubrics.map(writeLab));
  writeGenerated('sidebar.json', JSON.stringify(sidebar(overview, pages, { handbook, history, seeka: writeSeeka() })));
  writeGenerated('checks-sidebars.json', JSON.stringify(checksSidebars(pages)));
  writeGenerated('static/llms.txt', llms(overview));
}

function clauses({ lab, checks }: Rubric): [check: string, clause: string][] {
  return checks.map(({ id, clause }) => [`${lab}/${id}`, clause]);
}

async function writeLab(rubric: Rubric) {
  const { lab, title } = rubric;
  const mutants = await loadMutants(root, lab);
  return {
    lab,
    title,
    handout: writeHandout(rubric),
    contract: writeContract({ slug: `/labs/${lab}/contract`, source: `labs/${lab}/openapi.yaml` }),
    steps: writeSteps(rubric),
    checks: writeCatalogue(rubric, mutants),
    validity: writeValidity(rubric, mutants),
  };
}

export type LabPages = Awaited<ReturnType<typeof writeLab>>;

await main();
