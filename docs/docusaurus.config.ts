import type { Options, ThemeConfig } from '@docusaurus/preset-classic';
import type { Config } from '@docusaurus/types';
import course from './generated/course.json' with { type: 'json' };
import clauseOfCheck from './plugins/clause-of-check.ts';
import codeFromSource from './plugins/code-from-source.ts';
import { searchForPaths } from './plugins/search-for-paths.ts';
import slides from './plugins/slides.ts';
import { codeColours } from './src/prism.ts';

// In the environment, so that it holds for the theme's CSS too: older browsers get cascade layers rewritten, and ours undone.
process.env.BROWSERSLIST ??= 'chrome >= 111, edge >= 111, firefox >= 113, safari >= 16.4';

/** A link for each lab, to its page in this part of the site. */
function labLinks(part: string) {
  return course.labs.map(({ id, title }) => ({ to: `/${part}/${id}`, label: `Lab ${id.slice(0, 2)} · ${title}` }));
}

const config: Config = {
  title: 'Seeka',
  tagline: 'A course kit for microservices and cloud applications',
  favicon: 'img/mark.svg',
  url: process.env.SITE_URL ?? 'http://127.0.0.1:8080',
  baseUrl: '/',
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
          routeBasePath: '/',
          sidebarPath: './sidebars.ts',
          numberPrefixParser: false,
          breadcrumbs: false,
          beforeDefaultRemarkPlugins: [codeFromSource, clauseOfCheck],
        },
        blog: false,
        theme: { customCss: './src/css/site.css' },
      } satisfies Options,
    ],
  ],
  plugins: [
    searchForPaths,
    [
      '@docusaurus/plugin-content-pages',
      {
        ...{ id: 'slides', path: '../.seeka/slides', routeBasePath: 'slides', include: ['*.mdx'] },
        mdxPageComponent: '@site/src/slides/Deck.tsx',
        beforeDefaultRemarkPlugins: [codeFromSource, clauseOfCheck, slides],
      },
    ],
  ],
  themes: [
    [
      '@easyops-cn/docusaurus-search-local',
      { docsRouteBasePath: '/', docsDir: ['content', 'generated'], indexBlog: false, hashed: true },
    ],
  ],
  themeConfig: {
    colorMode: { respectPrefersColorScheme: true },
    prism: {
      theme: codeColours,
      darkTheme: codeColours,
      additionalLanguages: ['bash', 'diff', 'shell-session', 'http', 'json', 'sql', 'yaml'],
    },
    footer: { copyright: 'Seeka course kit, under the MIT licence. This site asks no other server for anything.' },
    navbar: {
      title: 'Seeka',
      logo: { src: 'img/mark.svg', alt: '' },
      items: [
        { to: '/start/student', label: 'Start' },
        { to: '/lessons/resources-and-links', label: 'Lessons' },
        { label: 'Labs', items: labLinks('labs') },
        { label: 'Checks', items: labLinks('checks') },
        { to: '/glossary', label: 'Glossary' },
      ],
    },
  } satisfies ThemeConfig,
};

export default config;
