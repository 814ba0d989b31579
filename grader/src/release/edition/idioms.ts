/** Lines of solutions that say nothing of the answer: anybody would write them so, and some other part of the course does. */
const IDIOMS = new Set([
  "app.use(apiDocs(new URL('../openapi.yaml', import.meta.url)));",
  "if (typeof body !== 'object' || body === null || Array.isArray(body)) {",
  "return new Problem(422, 'The body breaks a rule.', { errors });",
  'const now = Math.floor(Date.now() / 1_000);',
  'const [address, person] = await Promise.all([',
  'function membersOf(text: string): Record<string, unknown> {',
  // The handout shows the metadata whole.
  "grant_types_supported: ['refresh_token'],",
]);

/** Imports tell the names of files alone. */
export function isIdiom(line: string): boolean {
  return line.startsWith('import ') || IDIOMS.has(line);
}
