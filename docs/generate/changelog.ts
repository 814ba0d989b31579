import { writePage } from './page.ts';
import { read } from './source.ts';

/** Writes `CHANGELOG.md` as a page, and returns its id for the side bar. */
export function writeChangelog(): string {
  const [, title = '', text = ''] = /^# (.+)\n([\s\S]*)$/.exec(read('CHANGELOG.md')) ?? [];
  return writePage({
    slug: '/changelog',
    title,
    description: 'What has changed in the course kit, newest first.',
    source: 'CHANGELOG.md',
    body: text.replaceAll(/\]\(docs\/content\/([\w/-]+)\.mdx?(#[\w-]+)?\)/g, '](/$1$2)'),
  });
}
