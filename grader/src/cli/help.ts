/** What the exit codes of most commands mean. */
export const exitCodes =
  'Exit codes: 0 done · 2 an argument, an option, a file or a setting is wrong · 3 our own fault';

/** What stands below the options of a command. */
export function helpOf(...examples: string[]): string {
  const lines = examples.map((line) => `  ${line}`);
  return ['', examples.length > 1 ? 'Examples:' : 'Example:', ...lines, '', exitCodes].join('\n');
}
