import type { Plugin } from '@docusaurus/types';
import { root } from '../generate/source.ts';

/**
 * Docusaurus plugin: lets one search for an operation, such as `PUT /addresses/{id}`. The search's index leaves the signs
 * at the ends of words away, and its client does not, so the two never met.
 */
export function searchForPaths(): Plugin {
  return {
    name: 'search-for-paths',
    configureWebpack(_config, _isServer, { currentBundler }) {
      const { NormalModuleReplacementPlugin } = currentBundler.instance;
      const own = `${root}docs/src/search/tokenize.ts`;
      return { plugins: [new NormalModuleReplacementPlugin(/^\.\.\/utils\/tokenize$/, own)] };
    },
  };
}
