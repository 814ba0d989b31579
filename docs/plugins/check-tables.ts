// Docusaurus generates tables with an entry for each page, and every page loads them whole. Most pages are checks' pages.

const CHECK_PATH = "[^']*/checks/[^/']+/[^/']+/";

/** An entry of each table, as it is generated, with the comma after it. */
const ENTRIES = {
  routes: new RegExp(`\\{\\s+path: '${CHECK_PATH}',\\s+component: ComponentCreator\\([^)]+\\),[^{}]*\\},?`, 'g'),
  registry: /^ {2}"\w+": \[.*"@site\/generated\/pages\/checks\/[^/"]+\/[^/"]+".*\],?$/gm,
  routesChunkNames: /"[^"]*\/checks\/[^/"]+\/[^/"]+\/-\w+": \{[^{}]*\},?/g,
};

type Table = keyof typeof ENTRIES;

/**
 * Rspack loader of such a table: leaves the checks' pages out or, where it is asked for as `?checks`, all others.
 * Of routes the latter are made when they are called for.
 * @throws where Docusaurus writes its tables otherwise than it did.
 */
export default function checkTables(this: { resourcePath: string; resourceQuery: string }, text: string): string {
  const [, table] = /(\w+)\.js(?:on)?$/.exec(this.resourcePath) as unknown as [string, Table];
  const entries = text.match(ENTRIES[table]);
  if (!entries) throw new Error(`${this.resourcePath} has no check's page in it: is it written in another way now?`);
  if (this.resourceQuery === '?checks') return only(table, entries.join('\n').replace(/,$/, ''));
  const rest = text.replace(ENTRIES[table], '').replace(/,(\s*\})$/, '$1');
  return table === 'routes' ? withLateChecks(rest) : rest;
}

function only(table: Table, entries: string): string {
  if (table === 'routesChunkNames') return `{${entries}}`;
  if (table === 'registry') return `export default {${entries}};`;
  const late = entries.replaceAll('ComponentCreator(', 'lateComponent(');
  return `import { lateComponent } from '@site/src/client/late-component.ts';\nexport default () => [${late}];`;
}

function withLateChecks(routes: string): string {
  const list = routes.replace('export default [', 'const routes = [');
  return `import withLateChecks from '@site/src/client/late-checks.ts';\n${list}\nexport default withLateChecks(routes);`;
}
