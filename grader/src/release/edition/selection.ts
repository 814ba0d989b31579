/** Commands that the student edition has; of the others not even the code. */
const COMMANDS = ['grade', 'dev', 'start', 'lab', 'doctor', 'pack'];

const ROOT = /^(\.gitattributes|\.gitignore|\.npmrc|LICENSE|package\.json|package-lock\.json|tsconfig\.json)$/;
/** A folder that is new among the grader's sources stays with the instructors until it is named here. */
const PARTS = [
  ROOT,
  /^labs\/\d\d-/,
  /^labs\/make\/(editor-files|files|format|generated|lab|marks|state)\.ts$/,
  /^services\//,
  /^grader\/(package\.json$|contracts\/)/,
  /^grader\/src\/([\w-]+\.[jt]s$|(cli|deploy|doubles|evidence|ingest|jest|packages|report|release)\/)/,
  /^grader\/src\/course\/(course-places|form)\.ts$/,
  /^grader\/src\/export\/(cells|gradescope|github-classroom)\.ts$/,
  // The handouts link to the lessons.
  /^docs\/content\/lessons\//,
];
const LEFT_OUT = [
  /\/test\//,
  /^grader\/src\/cli\/lti-/,
  /^grader\/contracts\/[^/]+\/hidden\//,
  /^grader\/src\/release\/edition\//,
];

/** Which of the course's files students get. @param commands the text of `cli/commands.ts`. */
export function forStudents(paths: string[], commands: string): string[] {
  const others = namesIn(commands).filter((name) => !COMMANDS.includes(name));
  const theirs = others.map((name) => new RegExp(`^grader/src/cli/${name}(-[\\w-]+)?\\.ts$`));
  return paths.filter(
    (path) => PARTS.some((part) => part.test(path)) && ![...LEFT_OUT, ...theirs].some((part) => part.test(path)),
  );
}

/** CI runs the course's own repository. */
export function forInstructors(paths: string[]): string[] {
  return paths.filter((path) => !path.startsWith('.ci/'));
}

/** As biome lays them out. */
const ENTRY = /^ {2}'?([\w-]+)'?: \{\n[\s\S]*?^ {2}\},\n/gm;

function namesIn(commands: string): string[] {
  return [...commands.matchAll(ENTRY)].map(([, name = '']) => name);
}

/** The list of commands without those that students do not get. */
export function studentCommands(text: string): string {
  return text.replaceAll(ENTRY, (entry, name) => (COMMANDS.includes(name) ? entry : ''));
}
