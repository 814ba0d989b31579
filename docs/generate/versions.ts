import { parse } from 'yaml';
import { table, writePage } from './page.ts';
import { read } from './source.ts';
import { verifiedOn } from './validity.ts';

interface Version {
  lab: string;
  title: string;
  term: string;
  version: string;
}

/** Writes the page of the labs' terms and versions, and returns its id for the side bar. */
export function writeVersions(labs: string[]): string {
  const versions = labs.map((lab) => ({ ...(parse(read(`labs/${lab}/lab.yaml`)) as Version), lab }));
  return writePage({
    slug: '/versions',
    title: 'Versions of the labs',
    description: 'For each lab: its term, its version, when its grader was last verified, and what has changed.',
    source: 'docs/generate/versions.ts',
    body: [introduction, overview(versions), ...versions.map(changes)].join('\n\n'),
  });
}

const introduction = `A lab belongs to a term, and has a version, which counts up when its contract changes. A contract that has
changed is verified anew before it is published: every correct service must score 100, and every mutant must be caught.`;

function overview(versions: Version[]): string {
  const rows = versions.map(({ lab, title, term, version }) => {
    const verified = verifiedOn(lab);
    return [
      `[Lab ${lab.slice(0, 2)} ${title}](/labs/${lab})`,
      ...[term, version],
      verified ? `[${verified}](/validity/${lab})` : 'not yet',
    ];
  });
  return table(['lab', 'term', 'version', 'last verified'], rows);
}

function changes({ lab, title }: Version): string {
  return `## Changes of Lab ${lab.slice(0, 2)} ${title}\n\n${changesOf(read(`labs/${lab}/README.md`))}`;
}

/** The section "Changes" of a handout. Throws when it has none. */
export function changesOf(handout: string): string {
  const [, text] = /^## Changes\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(handout) ?? [];
  if (!text?.trim()) throw new Error('A handout says under "Changes" what each term has changed.');
  return text.trim();
}
