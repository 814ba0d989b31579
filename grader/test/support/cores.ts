import { availableParallelism } from 'node:os';
import { readLab } from '../../src/cli/labs.ts';

/** Lets whole runs go on side by side as far as the machine's cores suffice, in order of arrival: they judge time limits. */
export function shareCores(all = availableParallelism()) {
  let free = all;
  const waiting: { cores: number; go(): void }[] = [];
  const letGo = () => {
    for (let next = waiting[0]; next && next.cores <= free; next = waiting[0]) {
      waiting.shift();
      free -= next.cores;
      next.go();
    }
  };
  return async <T>(lab: string, work: () => Promise<T>): Promise<T> => {
    const cores = Math.min(readLab(lab).cores ?? 1, all);
    await new Promise<void>((go) => {
      waiting.push({ cores, go });
      letGo();
    });
    try {
      return await work();
    } finally {
      free += cores;
      letGo();
    }
  };
}
