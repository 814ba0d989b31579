/** What an error that is often seen at the start means, and what to do about it. */
const KNOWN: [pattern: RegExp, advice: (found: string) => string][] = [
  [
    /something was ended for want of memory/,
    () => 'All processes of your service together used more memory than they may: look for a list that never ends.',
  ],
  [
    /Cannot find (?:package|module) '([^'./][^']*)'/,
    (name) =>
      `"${name}" is not among the packages of the course, and your own node_modules is not handed in: name it among the "dependencies" of package.json, which are installed for you in a sandbox.`,
  ],
  [
    /Cannot find module '([^']+)'/,
    (path) => `The file ${path} is missing from what you handed in. Letter case counts.`,
  ],
  [
    /EROFS|Read-only file system/,
    () => 'Your folder can only be read here: keep state in PostgreSQL, and what is temporary below /tmp.',
  ],
  [/EADDRINUSE/, () => 'Two parts of your service listen on the same port. Only one may use PORT.'],
  [
    /ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX|ERR_INVALID_TYPESCRIPT_SYNTAX/,
    () => 'Node runs TypeScript by leaving the types out, so enums, namespaces and parameter properties do not work.',
  ],
  [
    /ECONNREFUSED|Connection terminated/,
    () => 'A database or neighbour that is away must not stop the start (A1): connect when it is first needed.',
  ],
  [/SyntaxError/, () => 'A file is not valid JavaScript or TypeScript: the lines above "SyntaxError" show the place.'],
  [
    /not found|ENOENT/,
    () => 'A program or file that the start command needs does not exist: try the command in a fresh copy.',
  ],
];

/** Advice on the first known error in what a service printed. */
export function adviceOn(log: string): string | undefined {
  for (const [pattern, advice] of KNOWN) {
    const found = pattern.exec(log);
    if (found) return advice(found[1] ?? '');
  }
  return undefined;
}
