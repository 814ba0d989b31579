import { IngestError } from './errors.ts';

/** Where a repository is, and which commit of it is meant. */
export interface Repository {
  /** https or file, normalised, without a fragment. */
  url: URL;
  /** A branch, a tag or a whole commit id; by default what the repository's HEAD names. */
  ref: string;
}

const FORGES = new Set(['github.com', 'www.github.com', 'gitlab.com']);
const USE_HTTPS = 'Give its https URL, such as https://github.com/owner/name#branch, or hand in a zip.';

/** Whether a source is meant as a repository, be it one that can be cloned or not. */
export function isRepositoryUrl(text: string): boolean {
  // git+https://, ext::, user@host:path, file://, ssh://, git://
  if (/^(git\+|[a-z0-9+.-]+::|[\w.-]+@[\w.-]+:|(file|ssh|git):)/i.test(text)) return true;
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) return false;
  return /\.git\/?$/.test(url.pathname) || FORGES.has(url.hostname);
}

/** @throws IngestError before git has seen a word of it, unless it is an https or file URL and an ordinary ref. */
export function repositoryAt(text: string): Repository {
  const url = URL.parse(text.replace(/^git\+/i, ''));
  if (!url) throw refused(text, 'is not a URL that can be cloned', USE_HTTPS);
  const ref = refOf(url, text);
  url.hash = '';
  if (url.protocol !== 'https:' && url.protocol !== 'file:') throw refused(text, 'is not an https URL', USE_HTTPS);
  if (url.username || url.password) {
    const advice = 'Leave it out. A private repository is cloned by hand and graded as a folder.';
    throw refused(`${url.protocol}//${url.host}${url.pathname}`, 'comes with a name or password', advice);
  }
  if (url.protocol === 'https:') tidy(url, text);
  else if (url.host) throw refused(text, 'names a host', 'Give file:// and the absolute path of the repository.');
  return { url, ref };
}

/** Without a dot at the end of the host, for there curl would not recognise it; with .git, where else we were redirected. */
function tidy(url: URL, text: string): void {
  url.search = '';
  url.hostname = url.hostname.replace(/\.$/, '');
  // curl would read a + or - in front as a sign.
  if (!/^(\[[0-9a-f:.]+\]|[a-z0-9][a-z0-9._-]*)$/.test(url.hostname))
    throw refused(text, 'has no proper host', USE_HTTPS);
  if (!FORGES.has(url.hostname)) return;
  url.hostname = url.hostname.replace(/^www\./, '');
  const path = url.pathname.replace(/(\.git)?\/*$/, '');
  const names = path.split('/').slice(1);
  const isPage = url.hostname === 'github.com' ? names.length !== 2 : names.length < 2 || names.includes('-');
  if (isPage || names.includes('')) {
    const advice = `Give the repository, with the branch after #: https://${url.hostname}/owner/name#branch.`;
    throw refused(text, 'is a page, no repository', advice);
  }
  url.pathname = `${path}.git`;
}

/** No `:`, `+` or `*`, which would make it a refspec; and no `-` at the start, which would make it an option. */
function refOf({ hash }: URL, text: string): string {
  const ref = decoded(hash.slice(1));
  if (ref === '') return 'HEAD';
  if (/^[\p{L}\p{N}_][\p{L}\p{N}_./@#+=,-]*$/u.test(ref) && !ref.includes('..') && !ref.includes('@{')) return ref;
  throw refused(text, 'names no branch, tag or commit after #', 'Give it as git branch or git tag shows it.');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function refused(text: string, why: string, advice: string): IngestError {
  return new IngestError('bad source', `${text} ${why}.`, advice);
}
