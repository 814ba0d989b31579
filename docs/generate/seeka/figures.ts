import { writeFileSync } from 'node:fs';
import { root } from '../source.ts';
import { handoutFigure } from './handout-figure.ts';
import { readSeeka } from './model.ts';

/** Writes the system figure of each handout, which is kept in git: students read it beside the README. */
function main(): void {
  const seeka = readSeeka();
  for (const layer of seeka.layers) {
    writeFileSync(`${root}labs/${layer.lab}/figures/seeka.svg`, handoutFigure(seeka, layer));
  }
}

main();
