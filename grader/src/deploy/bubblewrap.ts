import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { asUser, isBelow } from './as-user.ts';
import { exitOf } from './cell.ts';
import { type Limits, limited } from './limits.ts';
import { Output } from './output.ts';
import { seccompFilter } from './seccomp.ts';
import { INSIDE, type Premises, type Walls } from './walls.ts';

/** A program in a sandbox, with a channel for Node, if it is Node, as 3. */
export interface Sandboxed {
  child: ChildProcess;
  /** The first process of the sandbox, as this machine numbers it; undefined when there will be none. */
  init: Promise<number | undefined>;
}

const HERE = import.meta.dirname;
const FILTER = 4;
const INFO = 5;

/** Runs a program in a sandbox: its end is the end of all that it has started, and so is the end of this process. */
export function enterSandbox(walls: Walls, program: string[]): Sandboxed {
  const filter = seccompFilter();
  const { command, args, seen } = entrance(walls);
  const options = [
    ...isolation(filter),
    ...systemFolders(walls),
    ...courseFolders(walls, seen),
    ...cacheFolder(walls, seen),
    ...writable(walls.limits),
  ];
  const child = spawn(command, [...args, ...options, '--', ...limited(walls.limits), ...program], {
    // By its HOME the next grader finds a sandbox that was still being built when this one was killed.
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: walls.stage.folder },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe', 'pipe'],
  });
  // bubblewrap may end before it has read the filter; its exit then tells.
  (child.stdio.at(FILTER) as Writable).on('error', () => undefined).end(filter);
  return { child, init: firstProcess(child.stdio.at(INFO) as Readable) };
}

/** Whether a sandbox can be had here around this course. */
export async function bubblewrapWorks(premises: Premises): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const { child } = enterSandbox(premises, ['test', '-x', '/opt/bin/node']);
  return (await exitOf(child, new Output(0))).code === 0;
}

function entrance(walls: Walls) {
  const { course, stage, runtime, packages = course } = walls;
  if (!stage.user) return { command: 'bwrap', args: [], seen: (path: string) => path };
  const needed = [course, stage.folder, HERE, runtime.node, runtime.npm ?? course, packages];
  const folders = needed.filter((path, index) => !needed.slice(0, index).some((other) => isBelow(path, other)));
  const { command, args, seen } = asUser(stage.user, folders);
  return { command, args: [...args, 'bwrap'], seen };
}

/** Namespaces of its own, no way to make further ones, no rights, nothing of this process's environment. */
function isolation(filter: Buffer | undefined): string[] {
  return [
    ...['--unshare-all', '--unshare-user', '--disable-userns', '--cap-drop', 'ALL', '--new-session'],
    ...['--die-with-parent', '--uid', '1000', '--gid', '1000', '--hostname', 'sandbox', '--info-fd', String(INFO)],
    ...(filter ? ['--seccomp', String(FILTER)] : []),
    ...['--clearenv', '--setenv', 'PATH', INSIDE.path, '--setenv', 'NODE_CHANNEL_FD', '3'],
  ];
}

const ROOT_FOLDERS = ['bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32'];
const OWN_SETTINGS = ['passwd', 'group', 'hosts', 'nsswitch.conf'];

/** Programs and libraries, and the few settings that they read; names and addresses are made up. */
function systemFolders({ course }: Walls): string[] {
  const settings = readdirSync('/etc').filter((name) => /^(ld\.so\.cache|alternatives|java.*)$/.test(name));
  return [
    ...readOnly('/usr'),
    ...ROOT_FOLDERS.map((name) => `/${name}`)
      .filter((path) => existsSync(path))
      .flatMap(linkOrFolder),
    ...settings.flatMap((name) => readOnly(`/etc/${name}`)),
    ...(isBelow(course, '/usr') ? ['--tmpfs', course] : []),
    // Without it Node looks for its time zone among all that the system has, for 20 ms, when it first needs a date.
    ...['--symlink', '/usr/share/zoneinfo/UTC', '/etc/localtime'],
    ...['--proc', '/proc', '--dev', '/dev'],
  ];
}

/** Many systems keep all of these below /usr. */
function linkOrFolder(path: string): string[] {
  return lstatSync(path).isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : readOnly(path);
}

/** The course as a submission expects it around itself, without anything that it must not read. */
function courseFolders(walls: Walls, seen: (path: string) => string): string[] {
  const { course, runtime, submission, packages, writable } = walls;
  return [
    ...readOnly(seen(join(course, 'node_modules')), '/course/node_modules'),
    ...readOnly(seen(join(course, 'services', 'kit')), '/course/services/kit'),
    ...[writable ? '--bind' : '--ro-bind', seen(submission), INSIDE.submission],
    ...(packages ? readOnly(seen(packages), INSIDE.packages) : []),
    ...readOnly(seen(join(HERE, 'relay')), INSIDE.relay),
    ...OWN_SETTINGS.flatMap((name) => readOnly(seen(join(HERE, 'etc', name)), `/etc/${name}`)),
    ...readOnly(seen(runtime.node), '/opt/bin/node'),
    ...npmFolder(runtime.npm, seen),
    ...['--chdir', INSIDE.submission],
  ];
}

/** Below /usr it is there already, with packages beside it that it may need. */
function npmFolder(npm: string | undefined, seen: (path: string) => string): string[] {
  if (!npm) return [];
  const inside = isBelow(npm, '/usr') ? npm : '/opt/npm';
  const links = ['npm', 'npx'].flatMap((name) => ['--symlink', `${inside}/bin/${name}-cli.js`, `/opt/bin/${name}`]);
  return inside === npm ? links : [...readOnly(seen(npm), inside), ...links];
}

function cacheFolder({ compileCache, fillsCache }: Walls, seen: (path: string) => string): string[] {
  if (!compileCache) return [];
  const variable = ['--setenv', 'NODE_COMPILE_CACHE', INSIDE.compileCache];
  return [
    fillsCache ? '--bind' : '--ro-bind',
    seen(compileCache),
    INSIDE.compileCache,
    ...(fillsCache ? variable : []),
  ];
}

/** bubblewrap's own root and /dev are memory without a limit, until they too can only be read. */
function writable({ temporaryMegabytes }: Limits): string[] {
  const size = String(temporaryMegabytes * 2 ** 20);
  return ['--size', size, '--perms', '0700', '--tmpfs', '/tmp', '--remount-ro', '/dev', '--remount-ro', '/'];
}

function readOnly(from: string, to = from): string[] {
  return ['--ro-bind', from, to];
}

async function firstProcess(info: Readable): Promise<number | undefined> {
  let text = '';
  for await (const bytes of info) text += bytes;
  const pid = Number(/"child-pid": *(\d+)/.exec(text)?.[1]);
  return pid > 0 ? pid : undefined;
}
