import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LEFT_OUT } from '../deploy/copy.ts';
import { addressesOf, type Lookup, publicAddressesOf, systemLookup } from './address.ts';
import { IngestError } from './errors.ts';
import { gitFailure } from './git-failure.ts';
import { Git } from './git-process.ts';
import { Allowance, assertEntries, type IngestLimits } from './limits.ts';
import { Names, safePath } from './names.ts';
import type { Repository } from './repository.ts';

/** What is refused by default, and an instructor may allow. */
export interface Allow {
  /** Repositories on this machine: file:// and paths. Git trusts their own settings, so they must be one's own. */
  localRepositories?: boolean;
  /** https hosts outside the public internet, such as a university's GitLab. */
  privateAddresses?: boolean;
}

export interface CloneOptions {
  limits: IngestLimits;
  allow?: Allow;
  signal?: AbortSignal;
  lookup?: Lookup;
}

/** A commit as files. */
export interface Clone {
  folder: string;
  /** Its whole id. */
  commit: string;
  /** What was left out, a line each. */
  notes: string[];
}

/**
 * Fetches one commit into `workshop`, an empty folder of ours, and writes its files, links as links: no history, no
 * submodules, no hooks, no filters, no credentials. The host's addresses are checked here and then pinned, because git
 * looks the name up itself, and might be told another one.
 * @throws IngestError
 */
export async function clone(repository: Repository, workshop: string, options: CloneOptions): Promise<Clone> {
  const { limits } = options;
  const late = AbortSignal.timeout(limits.cloneSeconds * 1000);
  const signal = options.signal ? AbortSignal.any([options.signal, late]) : late;
  const settings = await pinsFor(repository.url, options);
  const protocol = repository.url.protocol === 'file:' ? 'file' : 'https';
  const git = new Git(workshop, { protocol, fileMegabytes: limits.archiveMegabytes, signal, settings });
  try {
    // Otherwise the pins would be ignored without a word.
    if (protocol === 'https' && !options.allow?.privateAddresses) await assertPins(git);
    return await fetched(new Workshop(git, workshop, repository), limits);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!late.aborted) throw error;
    const message = `${repository.url.href} could not be cloned within ${limits.cloneSeconds} seconds.`;
    throw new IngestError('too slow', message, 'Grade it again later, or hand in a zip.', 'ours');
  }
}

/** @throws IngestError when the place is not allowed. */
async function pinsFor(url: URL, { allow = {}, lookup = systemLookup }: CloneOptions): Promise<string[]> {
  if (url.protocol === 'file:') {
    if (allow.localRepositories) return [];
    const advice = 'Push it to a host that others can reach, or hand in a zip.';
    throw new IngestError('private address', `${url.href} is a repository on the grader's own machine.`, advice);
  }
  const resolve = allow.privateAddresses ? addressesOf : publicAddressesOf;
  const addresses = await resolve(url.hostname, lookup);
  const list = addresses.map((address) => (address.includes(':') ? `[${address}]` : address)).join(',');
  return url.hostname.startsWith('[') ? [] : [`http.curloptResolve=${url.hostname}:${url.port || 443}:${list}`];
}

/** `http.curloptResolve` came with git 2.37. */
async function assertPins(git: Git): Promise<void> {
  const { stdout } = await git.run(['version']);
  const [, major = 0, minor = 0] = /(\d+)\.(\d+)/.exec(stdout.toString()) ?? [];
  if (Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 37)) return;
  const message = 'Repositories of the internet are cloned by git 2.37 or later, which this machine does not have.';
  throw new IngestError('no git', message, 'Install a newer git, then grade it again.', 'ours');
}

/** Git's folder and that of the files lie apart, so that no file can be a setting. */
class Workshop {
  readonly files: string;
  readonly repository: Repository;
  readonly #git: Git;
  readonly #where: string[];

  constructor(git: Git, folder: string, repository: Repository) {
    this.files = join(folder, 'files');
    this.repository = repository;
    this.#git = git;
    this.#where = [`--git-dir=${join(folder, 'git')}`, `--work-tree=${this.files}`];
  }

  /** @throws IngestError unless git ends well. */
  async git(words: string[], input?: string): Promise<string> {
    const { code, stdout, stderr } = await this.#git.run([...this.#where, ...words], input);
    if (code !== 0) throw gitFailure(stderr, this.repository.url.href, this.repository.ref);
    return stdout.toString();
  }
}

async function fetched(workshop: Workshop, limits: IngestLimits): Promise<Clone> {
  const { url, ref } = workshop.repository;
  await mkdir(workshop.files);
  await workshop.git(['init', '--quiet', '--template=']);
  const shallow = ['--depth=1', '--no-tags', '--no-recurse-submodules', '--no-auto-maintenance'];
  await workshop.git(['fetch', '--quiet', ...shallow, '--', url.href, ref]);
  const commit = (await workshop.git(['rev-parse', '--verify', 'FETCH_HEAD^{commit}'])).trim();
  const { paths, notes } = listed(await workshop.git(['ls-tree', '-r', '-t', '-l', '-z', commit]), limits);
  await workshop.git(['read-tree', commit]);
  await workshop.git(['checkout-index', '-z', '--stdin'], paths.map((path) => `${path}\0`).join(''));
  return { folder: workshop.files, commit, notes };
}

/** Judged before a file is written: a repository of a few kilobytes can describe a billion files. */
function listed(output: string, limits: IngestLimits): { paths: string[]; notes: string[] } {
  const lines = output.split('\0').filter((line) => line !== '');
  assertEntries(lines.length, limits);
  const allowance = new Allowance(limits);
  const names = new Names();
  const paths: string[] = [];
  const notes: string[] = [];
  for (const line of lines) {
    const [facts = '', path = ''] = split(line);
    const [, type, , size] = facts.split(/ +/);
    if (path.split('/').some((segment) => LEFT_OUT.has(segment))) continue;
    names.add(safePath(path), type === 'tree' ? 'folder' : 'other');
    allowance.countFiles(names.size);
    if (type === 'commit') notes.push(`Left out ${path}: it is a submodule.`);
    if (type !== 'blob') continue;
    allowance.spend(Number(size));
    paths.push(path);
  }
  return { paths, notes };
}

/** A path may hold a tab too. */
function split(line: string): [string, string] {
  const at = line.indexOf('\t');
  return [line.slice(0, at), line.slice(at + 1)];
}
