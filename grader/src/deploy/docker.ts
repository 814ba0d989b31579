import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { exitOf } from './cell.ts';
import { IMAGE } from './image.ts';
import type { Limits } from './limits.ts';
import { Output } from './output.ts';
import { INSIDE, type Premises, type Walls } from './walls.ts';

/** The Node of the image first: that of the course may be another system's. */
export const PATH = '/usr/local/bin:/usr/bin:/bin:/course/node_modules/.bin';

/** A container that is about to run. */
export interface Container {
  child: ChildProcess;
  /** Leads to the program's standard input, and from its standard output. */
  line: Socket;
  /** Ends all that runs in it, and waits until it is gone. */
  remove(): Promise<void>;
}

const HERE = import.meta.dirname;
/** For a container to come and go; an engine that hangs is none. */
const MOST_MS = 30_000;

/** Runs a program in a container that nothing leads out of. It must end when its standard input does: then it goes with this process. */
export function enterContainer(walls: Walls, [program = '', ...args]: string[]): Container {
  const name = `seeka-${randomUUID()}`;
  const options = ['run', '--rm', '--interactive', '--pull', 'never', '--name', name, '--sig-proxy=false'];
  const words = [...options, ...isolation(walls), ...limits(walls.limits), ...mounts(walls), '--entrypoint', program];
  const child = spawn('/bin/sh', ['-c', 'exec docker "$@" <&3 >&3 3>&-', 'sh', ...words, IMAGE, ...args], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const line = child.stdio.at(3) as Socket;
  line.on('error', () => undefined);
  const gone = once(child, 'exit');
  return { child, line, remove: () => removed(name, child, gone) };
}

/** Whether a container can be had here around this course. */
export async function dockerWorks(premises: Premises): Promise<boolean> {
  const { child, line } = enterContainer(premises, ['node', '--version']);
  line.resume();
  const late = setTimeout(() => child.kill(), MOST_MS);
  const { code } = await exitOf(child, new Output(0)).finally(() => clearTimeout(late));
  return code === 0;
}

/** No rights, no network but its own loopback, no memory that outlives it, and nothing kept of what it prints. */
function isolation({ stage }: Walls): string[] {
  const user = stage.user ?? process.getuid?.() ?? 1000;
  return [
    ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--read-only', '--user', `${user}:${user}`],
    // As `seccomp.ts` has it, and no namespaces: Docker's own list lets ptrace and sockets of virtual machines through.
    ...['--security-opt', `seccomp=${join(HERE, 'docker-seccomp.json')}`],
    ...['--network', 'none', '--hostname', 'sandbox', '--ipc', 'none', '--log-driver', 'none'],
    // Without it there is no ::1.
    ...['--sysctl', 'net.ipv6.conf.all.disable_ipv6=0'],
    ...['--workdir', INSIDE.submission, '--env', `PATH=${PATH}`],
  ];
}

/** What bubblewrap leaves to a watch from outside, the kernel limits here: memory and processes of all together. */
function limits(most: Limits): string[] {
  const ofEach = {
    nofile: most.openFiles,
    fsize: most.temporaryMegabytes * 2 ** 20,
    cpu: most.cpuSeconds + 5,
    core: 0,
  };
  const temporary = `size=${most.temporaryMegabytes}m,nr_inodes=${most.temporaryFiles}`;
  return [
    ...['--memory', `${most.memoryMegabytes}m`, '--memory-swap', `${most.memoryMegabytes}m`],
    ...['--pids-limit', String(most.threads), '--tmpfs', `/tmp:rw,exec,nosuid,nodev,mode=1777,${temporary}`],
    ...Object.entries(ofEach).flatMap(([name, value]) => ['--ulimit', `${name}=${value}`]),
  ];
}

function mounts({ course, submission, packages, writable }: Walls): string[] {
  return [
    ...mount(join(course, 'node_modules'), '/course/node_modules'),
    ...mount(join(course, 'services', 'kit'), '/course/services/kit'),
    ...mount(submission, INSIDE.submission, writable),
    ...(packages ? mount(packages, INSIDE.packages) : []),
    ...mount(join(HERE, 'relay'), INSIDE.relay),
    ...['listeners.ts', 'processes.ts'].flatMap((file) => mount(join(HERE, file), `/opt/${file}`)),
  ];
}

function mount(source: string, target: string, writable = false): string[] {
  return [
    '--mount',
    `type=bind,"source=${source.replaceAll('"', '""')}",target=${target}${writable ? '' : ',readonly'}`,
  ];
}

/** One that is not there yet may still come, while its client runs. */
async function removed(name: string, child: ChildProcess, gone: Promise<unknown>): Promise<void> {
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  while (isRunning()) {
    await promisify(execFile)('docker', ['rm', '--force', name]).catch(() => undefined);
    await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 100))]);
  }
}
