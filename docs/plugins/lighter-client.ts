import { join } from 'node:path';
import type { LoadContext, Plugin } from '@docusaurus/types';
import { root } from '../generate/source.ts';

const site = `${root}docs/`;

/** Docusaurus plugin: leaves out of the browser what it does not need there, and fetches no page before it is asked for. */
export function lighterClient({ generatedFilesDir }: LoadContext): Plugin {
  return {
    name: 'lighter-client',
    getClientModules: () => [`${site}src/client/fetch-when-pointed-at.ts`],
    configureWebpack({ module, mode }, isServer) {
      // The catalogue of checks lies within the folder of the other pages, and would be read as theirs too.
      for (const rule of module?.rules ?? []) {
        if (isRule(rule) && [rule.include].flat().includes(site)) rule.exclude = `${site}generated/pages/checks/`;
      }
      const tables = ['routes.js', 'registry.js', 'routesChunkNames.json'].map((name) => join(generatedFilesDir, name));
      const late = { resource: tables, use: `${site}plugins/check-tables.ts` };
      const built = !isServer && mode === 'production';
      return {
        resolve: { alias: { 'prism-react-renderer$': `${site}src/client/no-prism.ts` } },
        ...(built && { module: { rules: [late] }, output: { chunkFilename: 'assets/js/[id].[fullhash:8].js' } }),
      };
    },
  };
}

function isRule(rule: unknown): rule is { include?: unknown; exclude?: string } {
  return typeof rule === 'object' && rule !== null;
}
