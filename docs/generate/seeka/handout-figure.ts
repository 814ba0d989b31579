import { courseFigure, servicesBy, sizeOf } from './course-figure.ts';
import { byId, type Layer, type Seeka } from './model.ts';

// An image does not see the page's tokens: these are their values, for both schemes.
const STYLE = `
    .ground { fill: #f1f4fb; }
    .box { fill: #fff; stroke: #8d97bd; stroke-width: 1.5; }
    .lit { fill: #fff3d1; stroke: #c98a00; stroke-width: 2; }
    .later { fill: none; stroke: #8d97bd; stroke-width: 1.5; stroke-dasharray: 4 4; }
    .line { fill: none; stroke: #8d97bd; stroke-width: 1.5; } .head { fill: #8d97bd; stroke: none; }
    .ask { fill: none; stroke: #2b3bbf; stroke-width: 1.5; } .head.ask { fill: #2b3bbf; stroke: none; }
    .new { stroke-width: 2.5; }
    text { font: 15px system-ui, sans-serif; fill: #151b36; }
    .soft { fill: #4c5678; font-size: 13.5px; } .small { font-size: 13.5px; }
    .strong { font-weight: 700; } .mid { text-anchor: middle; }
    @media (prefers-color-scheme: dark) {
      .ground { fill: #131830; }
      .box { fill: #1b2142; stroke: #6d78a8; }
      .lit { fill: #453a14; stroke: #ffcf5c; }
      .later, .line { stroke: #6d78a8; } .head { fill: #6d78a8; }
      .ask { stroke: #aab6ff; } .head.ask { fill: #aab6ff; }
      text { fill: #e7eafa; } .soft { fill: #a9b1d2; }
    }
  `;

/** The figure under "Why" in a lab's handout: `labs/NN/figures/seeka.svg`, an image that stands by itself. */
export function handoutFigure(seeka: Seeka, layer: Layer): string {
  const view = { width: 480, lab: layer.lab, lit: layer.brings };
  const title = `${titlesOf(seeka, layer.brings.slice(0, 1))} among the services of Seeka`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${sizeOf(view)} role="img" aria-labelledby="title desc">
<title id="title">${title}</title>
<desc id="desc">${inWords(seeka, layer)}</desc>
<style>${STYLE}</style>
${courseFigure(seeka, view)}
</svg>
`;
}

/** What a lab's figure shows. */
export function inWords(seeka: Seeka, { lab, brings, says }: Layer): string {
  const there = servicesBy(seeka, lab).filter((id) => id !== 'gateway' && !brings.includes(id));
  const later = seeka.layers.flatMap((layer) => layer.brings).filter((id) => ![...there, ...brings].includes(id));
  return [
    'Clients talk to one gateway.',
    says,
    there.length > 0 ? `There before: ${titlesOf(seeka, there)}.` : '',
    later.length > 0 ? `Still to come, dashed: ${titlesOf(seeka, later)}.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

function titlesOf({ services }: Seeka, ids: string[]): string {
  return ids.map((id) => byId(services, id).title).join(', ');
}
