import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../generate/source.ts';
import { brokenLinks } from './built.ts';

// Builds the site for another base, as that of a term, and follows all its links there: `npm run moved -w docs`.
const SITE_BASE = '/2027-autumn/';
const folder = mkdtempSync(join(tmpdir(), 'seeka-moved-'));
try {
  const words = ['run', 'build', '-w', 'docs', '--', '--out-dir', folder];
  execFileSync('npm', words, { cwd: root, env: { ...process.env, SITE_BASE }, stdio: 'inherit' });
  const broken = brokenLinks(folder, SITE_BASE);
  process.stdout.write(broken.length === 0 ? `All links hold under ${SITE_BASE}.\n` : `${broken.join('\n')}\n`);
  process.exitCode = broken.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}
