/** Commands that pages show and that are not run from there. */
export interface NotRun {
  /** As they are shown, without comments. */
  commands: string[];
  /** Why they are not run. */
  reason: string;
  /** Where CI does the same in another way: a file, and what stands in it. */
  elsewhere?: [file: string, text: string];
}

const seeka = 'npx --no-install seeka';

/** Every command on a page that is not in this list is run by CI. */
export const notRun: NotRun[] = [
  { commands: ['git clone YOUR-COURSE-REPOSITORY seeka'], reason: 'every course has a repository of its own' },
  { commands: ['cd seeka'], reason: 'all pages are tried in that folder' },
  { commands: ['npm install'], reason: 'it needs the registry, and comes before every test' },
  { commands: ['npm test', 'npm install && npm test'], reason: 'this test is a part of it' },
  {
    commands: ['npm install && npm start'],
    reason: 'it needs the registry; another test begins after the installation',
    elsewhere: ['services/platform/test/start.test.ts', 'npm: true'],
  },
  {
    commands: ['export SITE_URL=https://course.example.edu', 'SITE_BASE=/2027-autumn/ npm run build'],
    reason: 'it builds the site over the one that other tests look at; before a release the same is built elsewhere',
    elsewhere: ['docs/test/support/moved.ts', 'SITE_BASE'],
  },
  {
    commands: ['npm run make -- --check'],
    reason: 'npm test begins with it',
    elsewhere: ['package.json', 'npm run make -- --check && jest'],
  },
  {
    commands: ['npm run make'],
    reason: 'it writes into the course; another test gives it a small one',
    elsewhere: ['labs/test/make.test.ts', 'await make(course.folder'],
  },
  {
    commands: ['npm run verify:full'],
    reason: 'it takes hours; a test holds its last result against the checks of now',
    elsewhere: ['grader/test/validity/result.test.ts', 'result.json'],
  },
  {
    commands: [`${seeka} verify 01-address --mutant none-match.head`],
    reason: 'the check that it tries is added to a copy of the course first',
    elsewhere: ['grader/test/validity/handbook.test.ts', "'verify', LAB, '--mutant', 'none-match.head'"],
  },
  {
    commands: [
      `${seeka} verify 01-address`,
      `${seeka} verify 01-address --json grader/validity/01-address/result.json`,
    ],
    reason: 'it takes many minutes; other tests grade the same services and mutants',
    elsewhere: ['grader/test/validity/mutants.test.ts', 'mutants'],
  },
  {
    commands: ['grade solutions/05-orders', 'grade labs/05-orders', 'verify 05-orders'].map((it) => `${seeka} ${it}`),
    reason: 'the lab is an invented one',
  },
  {
    commands: ['', ' --force'].map((force) => `${seeka} release --students ../seeka-students${force}`),
    reason: 'it takes 10 s; another test looks into what it writes',
    elsewhere: ['grader/test/release/editions.ts', "'release', '--students'"],
  },
  {
    commands: [
      `${seeka} class send gradebook/ --lineitem https://lms.example/courses/7/lineitems/3 --users users.csv --dry-run`,
    ],
    reason: 'it needs a learning platform; another test plays one',
    elsewhere: ['grader/test/class/send.test.ts', '--dry-run'],
  },
  {
    commands: [`${seeka} start --use ../my-address`],
    reason: 'it takes 10 s; another test does it without the site',
    elsewhere: ['grader/test/cli/start.test.ts', "'--use', folder.path"],
  },
  {
    commands: ['person', 'oauth2', 'profile'].map((name) => `${seeka} dev ../my-${name}`),
    reason: 'it starts three services; another test does it for each lab',
    elsewhere: ['grader/test/cli/dev.test.ts', "'--lab', '04-profile'"],
  },
  {
    commands: [`${seeka} grade ../my-person --checkpoint 2.6`, `${seeka} grade ../my-profile --checkpoint 4.6`],
    reason: 'it takes 10 s; another test grades the same code, and compares what the handout shows',
    elsewhere: ['grader/test/truths.test.ts', "['04-profile', '4.6']"],
  },
  {
    commands: [`${seeka} grade ../my-profile --checkpoint 4.5`],
    reason: 'it takes 15 s; another test grades the same code through each checkpoint',
    elsewhere: ['grader/test/truths.test.ts', 'passes all checks so far'],
  },
  {
    commands: ['grep 4bf92f3577b34da6a3ce929d0e0e4736 .seeka/logs/*.log'],
    reason: 'it reads the log of the running course; another test looks for a trace in the logs of its own',
    elsewhere: ['services/platform/test/start.test.ts', 'one trace id leads through the log of every service'],
  },
  {
    commands: [`${seeka} grade ../my-address --through 1.4`],
    reason: 'it needs code with a certain mistake; another test makes it, and compares what the README shows',
    elsewhere: ['docs/test/graded-commands.test.ts', 'gradingSession()'],
  },
  { commands: ['npx jest grader/test/hostile'], reason: 'npm test runs these tests among all' },
  {
    commands: ['export SEEKA_DATABASE_URL=postgres://…/seeka_2027_autumn'],
    reason: 'the commands below it get the URL of a gradebook of their own',
  },
];

/** The entry of the list for a command, if it is not run. */
export function entryFor(command: string): NotRun | undefined {
  const alone = command.replace(/ +#.*$/, '');
  return notRun.find(({ commands }) => commands.includes(alone));
}
