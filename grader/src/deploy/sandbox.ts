import { bubblewrapWorks } from './bubblewrap.ts';
import { BubblewrapCell } from './bubblewrap-cell.ts';
import type { Cell } from './cell.ts';
import { dockerWorks } from './docker.ts';
import { DockerCell } from './docker-cell.ts';
import type { Output } from './output.ts';
import type { Tap } from './tap.ts';
import type { LocalSandbox, Premises, Walls } from './walls.ts';

export interface SandboxOptions {
  walls: Walls;
  port: number;
  /** What is behind the ports of the neighbours. */
  taps: Map<number, Tap>;
  /** A path for the socket that leads to PORT; the submission does not see it. */
  door: string;
  output: Output;
}

/** A sandbox in which nothing has been started yet. */
export function openSandbox(options: SandboxOptions): Cell {
  return options.walls.sandbox === 'docker' ? new DockerCell(options) : new BubblewrapCell(options);
}

const tried = new Map<string, Promise<LocalSandbox>>();

/** The best that can be had here around this course; tried once. */
export function sandboxFor(premises: Premises): Promise<LocalSandbox> {
  const known = tried.get(premises.course) ?? tryOut(premises);
  tried.set(premises.course, known);
  return known;
}

async function tryOut(premises: Premises): Promise<LocalSandbox> {
  if (await bubblewrapWorks(premises)) return 'bubblewrap';
  return (await dockerWorks(premises)) ? 'docker' : 'none';
}
