import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { csv } from './csv.ts';
import { overview, pagesOf, sides } from './page.ts';
import type { Similarity } from './similarity.ts';
import { readSources } from './sources.ts';

const PAGE = /^\d{3}\.html$/;

/** Whether an earlier run has written there. */
export function holdsReport(folder: string): boolean {
  return ['index.html', 'pairs.csv', 'pairs'].every((name) => existsSync(join(folder, name)));
}

/** Writes index.html, pairs.csv and pairs/*.html into a folder, in place of those of an earlier run. */
export async function writeReport(similarity: Similarity, out: string): Promise<void> {
  const pages = join(out, 'pairs');
  await mkdir(pages, { recursive: true });
  const old = (await readdir(pages)).filter((name) => PAGE.test(name));
  await Promise.all(old.map((name) => rm(join(pages, name))));
  await writeFile(join(out, 'index.html'), overview(similarity));
  await writeFile(join(out, 'pairs.csv'), csv(similarity));
  const { most, partly } = pagesOf(similarity);
  const folders = new Map(similarity.submissions.map(({ id, folder }) => [id, folder]));
  for (const [page, pair] of new Map([...most, ...partly].map((paged) => [paged.page, paged.pair]))) {
    const [left, right] = await Promise.all([pair.left, pair.right].map(({ id }) => filesOf(folders.get(id) ?? '')));
    await writeFile(join(pages, page), sides(similarity, pair, { left: left ?? [], right: right ?? [] }));
  }
}

async function filesOf(folder: string) {
  return (await readSources(folder)).files;
}
