import { type Fault, type IngestCode, IngestError } from './errors.ts';

interface Meaning {
  code: IngestCode;
  says: RegExp;
  message: string;
  advice: string;
  fault: Fault;
}

const AGAIN = 'Grade it again later: nothing is wrong with what was handed in.';

/** What git prints, in the order in which it is looked for. URL and ref stand for $URL and $REF. */
const MEANINGS: Meaning[] = [
  {
    code: 'no git',
    says: /git: not found|exec: git/,
    message: 'This machine has no git.',
    advice: 'Install git (Linux: sudo apt install git), then grade it again.',
    fault: 'ours',
  },
  {
    code: 'disk full',
    says: /no space left|disk quota/i,
    message: 'The grader could not store the repository.',
    advice: `Free some space for temporary files. ${AGAIN}`,
    fault: 'ours',
  },
  {
    code: 'too large',
    says: /died of signal (25|31)|file too large|out of memory|malloc failed/i,
    message: 'The repository $URL sends more than a submission may have.',
    advice: 'Hand in the sources alone: leave out node_modules, and what a build or a program makes.',
    fault: 'theirs',
  },
  {
    code: 'no such ref',
    says: /couldn't find remote ref|not our ref|unadvertised object|upload-pack: not our/i,
    message: 'The repository $URL has no $REF.',
    advice: 'After # stands a branch, a tag, or all 40 digits of a commit; and it must have been pushed.',
    fault: 'theirs',
  },
  {
    code: 'no such repository',
    says: /could not read username|authentication failed|error: 40[134]|not found|not appear to be a git|error: 30\d/i,
    message: 'There is no repository $URL that anybody may read.',
    advice:
      'It must be public and not have moved: open the URL in a private window of the browser, and copy it from there.',
    fault: 'theirs',
  },
  {
    code: 'damaged repository',
    says: /fsck error|index-pack failed|unpack-objects|bad (object|tree)|invalid (object|path)|corrupt|bad pack/i,
    message: 'The repository $URL holds what git takes for damage.',
    advice: 'Run git fsck in it, push again, or hand in a zip.',
    fault: 'theirs',
  },
  {
    code: 'network',
    says: /unable to access|could not resolve|connect|reset|early eof|hung up|timed out|error: 5\d\d/i,
    message: '$URL cannot be reached.',
    advice: AGAIN,
    fault: 'ours',
  },
];

/** What git's words mean for whoever handed in. */
export function gitFailure(stderr: string, url: string, ref: string): IngestError {
  const said = stderr.trim().split('\n').slice(-3).join(' ').slice(0, 300).replace(/\.?$/, '.');
  // Neither the server's own words nor the URL may pass for git's.
  const words = stderr.replace(/^remote:.*$/gm, '').replaceAll(url, '');
  const found = MEANINGS.find(({ says }) => says.test(words));
  if (!found) return new IngestError('git failed', `Git cannot clone ${url}: ${said}`, AGAIN, 'ours');
  const message = found.message.replace('$URL', url).replace('$REF', ref === 'HEAD' ? 'commit yet' : `"${ref}"`);
  return new IngestError(found.code, `${message} Git says: ${said}`, found.advice, found.fault);
}
