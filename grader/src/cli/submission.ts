import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import type { Submission } from '../types.ts';
import { knownLabs } from './labs.ts';
import { UsageError } from './shell.ts';

/**
 * What a command line names: a folder, or an http(s) URL. The lab is the one named, else the one the folder names.
 * @throws UsageError when there is no such folder or lab.
 */
export function submissionOf(source: string, lab: string | undefined): Submission {
  const url = urlOf(source);
  if (url) return { kind: 'url', lab: known(lab, `of ${source}`), url };
  const folder = folderOf(source);
  return { kind: 'folder', lab: known(lab ?? inferred(folder), `of ${source}`), folder };
}

function urlOf(source: string): string | undefined {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(source)) return undefined;
  if (!URL.canParse(source)) throw new UsageError(`${source} is not a URL.`);
  if (!/^https?:/i.test(source)) throw new UsageError(`${source}: only http and https URLs can be graded.`);
  return source;
}

/** @throws UsageError when there is no such folder. */
export function folderOf(source: string): string {
  const entry = statSync(source, { throwIfNoEntry: false });
  if (!entry) throw new UsageError(`There is no folder ${source}.`);
  if (!entry.isDirectory()) throw new UsageError(`${source} is not a folder. Give a folder, or the URL of a service.`);
  return realpathSync(source);
}

function known(lab: string | undefined, where: string): string {
  const labs = knownLabs();
  const list = `The labs are: ${labs.join(', ')}.`;
  if (lab === undefined) throw new UsageError(`Which lab is the service ${where}? Name it with --lab. ${list}`);
  if (!labs.includes(lab)) throw new UsageError(`There is no lab "${lab}". ${list}`);
  return lab;
}

/** Named by `seeka.lab` or `name` of package.json, by `lab.yaml`, or by the folder's own name. */
export function inferred(folder: string): string | undefined {
  const { seeka, name } = read(folder, 'package.json') as { seeka?: { lab?: unknown }; name?: unknown };
  const { lab } = read(folder, 'lab.yaml') as { lab?: unknown };
  if (typeof seeka?.lab === 'string') return seeka.lab;
  const names = [lab, typeof name === 'string' ? name.replace(/^@seeka\/(lab-)?/, '') : undefined, basename(folder)];
  return names.flatMap((one) => knownLabs().filter((id) => id === one || id.replace(/^\d+-/, '') === one))[0];
}

/** An unreadable file names nothing. */
function read(folder: string, file: string): object {
  const path = join(folder, file);
  if (!existsSync(path)) return {};
  try {
    const text = readFileSync(path, 'utf8');
    return (file.endsWith('.json') ? JSON.parse(text) : parse(text)) ?? {};
  } catch {
    return {};
  }
}
