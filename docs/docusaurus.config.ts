import type { Options, ThemeConfig } from '@docusaurus/preset-classic';
import type { Config } from '@docusaurus/types';

const config: Config = {
  title: 'Seeka',
  tagline: 'A course kit for microservices and cloud applications',
  favicon: 'img/mark.svg',
  url: process.env.SITE_URL ?? 'http://127.0.0.1:8080',
  baseUrl: '/',
  trailingSlash: true,
  onBrokenLinks: 'throw',
  onBrokenAnchors: 'throw',
  future: { v4: true, faster: true },
  markdown: { mermaid: true, format: 'detect', hooks: { onBrokenMarkdownLinks: 'throw', onBrokenMarkdownImages: 'throw' } },
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
        },
        blog: false,
        theme: { customCss: './src/css/site.css' },
      } satisfies Options,
    ],
  ],
  themes: [
    '@docusaurus/theme-mermaid',
    [
      '@easyops-cn/docusaurus-search-local',
      { docsRouteBasePath: '/', docsDir: ['content', 'generated'], indexBlog: false, hashed: true },
    ],
  ],
  themeConfig: {
    colorMode: { respectPrefersColorScheme: true },
    navbar: {
      title: 'Seeka',
      logo: { src: 'img/mark.svg', alt: '' },
      items: [],
    },
  } satisfies ThemeConfig,
};

export default config;
