import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { IngestError } from './errors.ts';

export interface GitOptions {
  /** The one that git may speak. */
  protocol: 'https' | 'file';
  /** Of each file that it writes; a pack is one file. */
  fileMegabytes: number;
  /** Kills git and all that it has started. */
  signal: AbortSignal;
  /** Further ones, each as `name=value`. */
  settings: string[];
}

export interface GitEnded {
  /** 0 when all went well. */
  code: number | null;
  stdout: Buffer;
  stderr: string;
}

/** 100,000 entries with paths of 250 bytes. */
const OUTPUT_BYTES = 32 * 2 ** 20;
/** Of address space: a hostile pack can make git unpack far more than was sent. */
const MEMORY_MEGABYTES = 2_048;
const BLOCKS_PER_MEGABYTE = 2_048;

// A write beyond the limit fails, and git says so; the signal would end it without a word.
// Where a system cannot limit the address space, it goes on without.
const LIMITED = 'trap "" XFSZ; ulimit -f "$1" && { ulimit -v "$2" 2>/dev/null || :; } && shift 2 && exec git "$@"';

/** Each of these is a way in which a repository, its server or this machine's settings could have git do more than read. */
const SETTINGS = [
  'core.hooksPath=/dev/null',
  'core.attributesFile=/dev/null',
  'core.fsmonitor=false',
  'core.protectHFS=true',
  'core.protectNTFS=true',
  'credential.helper=',
  'fetch.recurseSubmodules=false',
  'fetch.unpackLimit=1', // always one pack, so that the limit of a file is the limit of all
  'gc.auto=0',
  'http.followRedirects=false', // a redirect could lead to a private address, and so could alternates
  'http.proxy=',
  'maintenance.auto=false',
  'pack.threads=1',
  'submodule.recurse=false',
  'transfer.bundleURI=false',
  'transfer.fsckObjects=true',
];

/** Git in a folder of its own, with no settings, no credentials and no home of the user. */
export class Git {
  readonly #folder: string;
  readonly #options: GitOptions;

  constructor(folder: string, options: GitOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  /**
   * Runs one command of git and all that it starts.
   * @throws the signal's reason, after everything has been killed.
   */
  async run(words: string[], input = ''): Promise<GitEnded> {
    const { protocol, fileMegabytes, signal, settings } = this.#options;
    const home = join(this.#folder, 'home');
    await mkdir(home, { recursive: true });
    signal.throwIfAborted();
    const limits = [fileMegabytes * BLOCKS_PER_MEGABYTE, MEMORY_MEGABYTES * 1024].map(String);
    const all = [...SETTINGS, ...settings].flatMap((setting) => ['-c', setting]);
    const child = spawn('/bin/sh', ['-c', LIMITED, 'sh', ...limits, ...all, ...words], {
      cwd: this.#folder,
      env: environment(home, protocol),
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const kill = killerOf(child.pid);
    signal.addEventListener('abort', kill, { once: true });
    // Git may end before it has read everything; its exit code then says why.
    child.stdin.on('error', () => undefined).end(input);
    try {
      const output = Promise.all([child.stdout, child.stderr].map((stream) => buffer(bounded(stream, kill))));
      const [code] = (await once(child, 'exit')) as [number | null];
      kill.last();
      const [stdout = Buffer.of(), stderr = Buffer.of()] = await output;
      signal.throwIfAborted();
      if (stdout.length > OUTPUT_BYTES)
        throw new IngestError('too many files', 'The repository lists too many files.', 'Hand in the sources alone.');
      return { code, stdout, stderr: stderr.toString() };
    } finally {
      signal.removeEventListener('abort', kill);
    }
  }
}

function environment(home: string, protocol: GitOptions['protocol']): NodeJS.ProcessEnv {
  const authority = process.env.GIT_SSL_CAINFO; // a university may have one of its own
  return {
    ...(authority ? { GIT_SSL_CAINFO: authority } : {}),
    PATH: process.env.PATH,
    HOME: home,
    LC_ALL: 'C',
    GIT_ALLOW_PROTOCOL: protocol,
    GIT_ASKPASS: '',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_LFS_SKIP_SMUDGE: '1',
    GIT_PROTOCOL_FROM_USER: '0',
    GIT_TERMINAL_PROMPT: '0',
  };
}

/** Reads on a little past the bound, so that the length tells. */
async function* bounded(stream: NodeJS.ReadableStream, kill: () => void): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    yield chunk;
    bytes += chunk.length;
    if (bytes > OUTPUT_BYTES) return kill();
  }
}

/** Kills the group until its leader has ended and is known to have: then the number may come to mean another group. */
function killerOf(group: number | undefined): (() => void) & { last(): void } {
  let alive = group;
  const kill = () => {
    if (alive !== undefined) killGroup(alive);
  };
  const last = () => {
    kill();
    alive = undefined;
  };
  return Object.assign(kill, { last });
}

function killGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch (error) {
    // macOS says EPERM of a group whose last process has ended.
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
