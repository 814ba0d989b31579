/** Blocks of a kind on a page that are shown and are no region of a file. */
export interface NotSource {
  page: string;
  language: string;
  reason: string;
}

const lesson = (page: string) => `docs/content/lessons/${page}.mdx`;
const invented = 'a message of an invented service: the idea alone';

/** Every other block is filled from a file of the repository. */
export const notSources: NotSource[] = [
  { page: lesson('answering-later'), language: 'http', reason: 'heads alone, of the messages that are tried below' },
  { page: lesson('answering-later'), language: '', reason: 'what is printed at the second start: a test compares it' },
  { page: lesson('architecture'), language: '', reason: 'a list of files' },
  { page: lesson('composition'), language: 'json', reason: 'shortened; what is tried below has the whole' },
  { page: lesson('conditional-requests'), language: 'http', reason: invented },
  {
    page: lesson('errors-as-data'),
    language: 'json',
    reason: 'laid out for reading; what is tried below is in one line',
  },
  { page: lesson('exactly-once-creation'), language: 'http', reason: invented },
  { page: lesson('generic-function'), language: 'json', reason: 'events of other platforms; a test hands them in' },
  { page: lesson('logical-foreign-keys'), language: 'json', reason: 'one link, of the answer that is tried below' },
  { page: lesson('one-table'), language: 'http', reason: 'how it is not done' },
  { page: lesson('one-trace'), language: '', reason: 'one header, with its parts named' },
  { page: lesson('pagination'), language: 'json', reason: 'shortened; what is tried below has the whole' },
  { page: lesson('resources-and-links'), language: 'http', reason: 'heads alone, with an id that is short' },
  { page: lesson('resources-and-links'), language: 'json', reason: 'one member, with an id that is short' },
  { page: lesson('someone-elses-api'), language: 'http', reason: 'heads alone, of the answer that is tried below' },
  { page: lesson('someone-elses-api'), language: '', reason: 'one header, with its parts named' },
  { page: 'docs/content/handbook/lab.md', language: 'ts', reason: 'of an invented lab; a test makes its starter' },
  { page: 'docs/content/handbook/late.md', language: 'yaml', reason: 'a test works the examples out from it' },
  { page: 'docs/content/handbook/term.md', language: 'yaml', reason: 'terms of years to come' },
  { page: 'docs/content/start/class.md', language: '', reason: 'a roster; the commands of the page are run with it' },
  { page: 'docs/content/start/portal.md', language: 'ini', reason: 'settings of another program' },
  { page: 'docs/content/start/portal.md', language: '', reason: 'settings of another program' },
  { page: 'labs/01-address/README.md', language: '', reason: 'a pattern of a request' },
  {
    page: 'labs/01-address/README.md',
    language: 'json',
    reason: 'an answer of the verification API, with all members',
  },
  { page: 'labs/04-profile/README.md', language: 'json', reason: 'a shape, with most left out' },
];
