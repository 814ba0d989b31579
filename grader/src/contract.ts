import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { takeDeclared } from './check.ts';
import { GraderFault } from './reason.ts';
import type { Check, OpenWorld } from './types.ts';

/** The checks of a lab and the world they are tried in. */
export interface Contract {
  checks: Check[];
  openWorld: OpenWorld;
}

const contracts = join(import.meta.dirname, '..', 'contracts');

const loaded = new Map<string, Promise<Contract>>();
let last: Promise<unknown> = Promise.resolve();

/** The contract of a lab. A module is imported once for each realm, so what it declared is kept. */
export function loadContract(lab: string): Promise<Contract> {
  const known = loaded.get(lab);
  if (known) return known;
  // One lab after the other, or one would take what another has declared.
  const contract = last.then(() => declared(lab));
  loaded.set(lab, contract);
  last = contract.catch(() => loaded.delete(lab));
  return contract;
}

/** Imports `contracts/NN/*.ts` in order of name, then `hidden/*.ts`. */
async function declared(lab: string): Promise<Contract> {
  const folder = join(contracts, lab);
  const files = [...(await sorted(folder, '[0-9]*.ts')), ...(await sorted(folder, 'hidden/[0-9]*.ts'))];
  for (const file of files) await import(pathToFileURL(join(folder, file)).href);
  const checks = takeDeclared();
  agree(lab, checks);
  const world = (await import(pathToFileURL(join(folder, 'world.ts')).href)) as { openWorld: OpenWorld };
  return { checks, openWorld: world.openWorld };
}

async function sorted(cwd: string, pattern: string): Promise<string[]> {
  return (await Array.fromAsync(glob(pattern, { cwd }))).sort();
}

function agree(lab: string, checks: Check[]): void {
  if (checks.length === 0) throw new GraderFault(`There is no check in grader/contracts/${lab}.`);
  const known = new Set<string>();
  for (const { id, needs } of checks) {
    const unknown = needs.filter((need) => !known.has(need));
    if (unknown.length > 0) throw new GraderFault(`${id} needs ${unknown.join(', ')}, not declared before it.`);
    if (known.has(id)) throw new GraderFault(`Two checks are called ${id}.`);
    known.add(id);
  }
}
