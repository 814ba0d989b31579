import type { Options as DocsOptions } from '@docusaurus/plugin-content-docs';
import type { Options, ThemeConfig } from '@docusaurus/preset-classic';
import type { Config } from '@docusaurus/types';
import course from './generated/course.json' with { type: 'json' };
import clauseOfCheck from './plugins/clause-of-check.ts';
import codeFromSource from './plugins/code-from-source.ts';
import colourCode from './plugins/colour-code.ts';
import glossaryTerms from './plugins/glossary-terms.ts';
import { lighterClient } from './plugins/lighter-client.ts';
import { page } from './plugins/page.ts';
import { searchForPaths } from './plugins/search-for-paths.ts';
import slides from './plugins/slides.ts';
import { termMenu } from './plugins/terms.ts';

// In the environment, so that it holds for the theme's CSS too: older browsers get cascade layers rewritten, and ours undone.
process.env.BROWSERSLIST ??= 'chrome >= 111, edge >= 111, firefox >= 113, safari >= 16.4';

/** A link for each lab, to its page in this part of the site. */
function labLinks(part: string) {
  return course.labs.map(({ id, title }) => ({ to: `/${part}/${id}`, label: `Lab ${id.slice(0, 2)} · ${title}` }));
}

// Each term's site has an address of its own, such as /2027-spring/: see content/handbook/term.md.
const baseUrl = process.env.SITE_BASE ?? '/';

const common: Partial<DocsOptions> = {
  numberPrefixParser: false,
  breadcrumbs: false,
  beforeDefaultRemarkPlugins: [codeFromSource, clauseOfCheck, glossaryTerms, colourCode],
};

const config: Config = {
  title: 'Seeka',
  tagline: 'A course kit for microservices and cloud applications',
  favicon: 'img/mark.svg',
  url: process.env.SITE_URL ?? 'http://127.0.0.1:8080',
  baseUrl,
  ssrTemplate: page,
  customFields: { editUrl: process.env.SITE_EDIT_URL },
  staticDirectories: ['static', 'generated/static'],
  trailingSlash: true,
  onBrokenLinks: 'throw',
  onBrokenAnchors: 'throw',
  future: { v4: true, faster: true },
  markdown: { format: 'detect', hooks: { onBrokenMarkdownLinks: 'throw', onBrokenMarkdownImages: 'throw' } },
  presets: [
    [
      'classic',
      {
        docs: {
          path: '.',
          include: ['content/**/*.{md,mdx}', 'generated/**/*.md'],
          exclude: ['generated/pages/checks/**'],
          routeBasePath: '/',
          sidebarPath: './sidebars.ts',
          ...common,
        },
        blog: false,
        theme: { customCss: './src/css/site.css' },
      } satisfies Options,
    ],
  ],
  plugins: [
    [
      '@docusaurus/plugin-content-docs',
      {
        id: 'checks',
        path: 'generated/pages/checks',
        routeBasePath: 'checks',
        sidebarPath: './generated/checks-sidebars.json',
        ...common,
      } satisfies DocsOptions,
    ],
    searchForPaths,
    lighterClient,
    [
      '@docusaurus/plugin-content-pages',
      {
        ...{ id: 'slides', path: '../.seeka/slides', routeBasePath: 'slides', include: ['*.mdx'] },
        mdxPageComponent: '@site/src/slides/Deck.tsx',
        beforeDefaultRemarkPlugins: [codeFromSource, clauseOfCheck, slides, colourCode],
      },
    ],
  ],
  themes: [
    [
      '@easyops-cn/docusaurus-search-local',
      {
        ...{ docsRouteBasePath: '/', docsDir: ['content', 'generated'], indexBlog: false, hashed: true },
        // They say on many pages what one page is about.
        ignoreCssSelectors: ['.map', '[role=tooltip]'],
      },
    ],
  ],
  themeConfig: {
    colorMode: { respectPrefersColorScheme: true },
    // Of the theme's own colours only the ground is used: see css/code.css.
    prism: { theme: { plain: { color: 'var(--ink)', backgroundColor: 'var(--sunken)' }, styles: [] } },
    footer: { copyright: 'Seeka course kit, under the MIT licence. This site asks no other server for anything.' },
    navbar: {
      title: 'Seeka',
      logo: { src: 'img/mark.svg', alt: '' },
      items: [
        { to: '/start/student', label: 'Get started' },
        { to: '/lessons/resources-and-links', label: 'Lessons' },
        { to: '/seeka', label: 'Architecture' },
        { label: 'Labs', items: labLinks('labs') },
        { label: 'Checks', items: labLinks('checks') },
        { to: '/glossary', label: 'Glossary' },
        termMenu(baseUrl),
      ],
    },
  } satisfies ThemeConfig,
};

export default config;
