import { lesson } from '../course.ts';
import { facts, plain, table, writePage } from '../page.ts';
import { courseFigure, sizeOf } from './course-figure.ts';
import { inWords } from './handout-figure.ts';
import { drawMap } from './map.ts';
import { byId, callersOf, declared, eventNeighbours, type Part, readSeeka, type Seeka } from './model.ts';
import { functionsOf } from './operations.ts';
import { writeService } from './service-page.ts';

/** Writes Seeka's architecture: the whole, a page for each part, a page for each service; returns the side bar's entry. */
export function writeSeeka() {
  const seeka = readSeeka();
  const whole = writePage({
    ...{ slug: '/seeka', title: 'Seeka, from the whole to the source', sidebarLabel: 'The whole', source: declared },
    description: 'The platform that the course builds toward: its parts, what each does, and what of it runs here.',
    body: overview(seeka),
  });
  return {
    whole,
    parts: seeka.parts.map((part) => writePart(seeka, part)),
    services: seeka.services.map((service) => writeService(seeka, service)),
  };
}

function overview(seeka: Seeka): string {
  return `Seeka is a platform for video, made for independent series and for several tenants at once. You build the few
services of it that all others lean on. Choose a part to go one step down, to what it does and whom it talks to. From
there a step further leads to the services that run, with their contracts and sources.

${drawMap(seeka)}

The parts, and what each does, are those of the platform that the course is modelled on, as [a talk of
2017](/lessons/how-the-design-changed) tells of it. The URIs, functions and events of what does not run here are the
course’s own design. Nobody has built them, which is why they are good to argue about. A call runs where both its ends do;
no event does.

## The figure in words

${seeka.rows.map(({ title, parts }) => `- ${title}\n${parts.map((id) => inList(seeka, byId(seeka.parts, id))).join('\n')}`).join('\n')}
- What stands around all of them
${inList(seeka, byId(seeka.parts, 'environment'))}

## What each lab adds

${multiples(seeka)}

## Services that run

${table(
  ['service', 'lab', 'what it does'],
  seeka.services.map(({ id, title, does, lab }) => [
    `[${title}](/seeka/services/${id})`,
    lab ? `[Lab&nbsp;${lab.slice(0, 2)}](/labs/${lab})` : '',
    does,
  ]),
)}

## Events

An event says that something has happened. Whoever sends it knows nobody who listens; see [Event, function,
event](/lessons/event-function-event). The course’s services have no broker yet, so all of these are designed only.

${table(
  ['event', 'sent by', 'heard by'],
  seeka.parts.flatMap((part) =>
    part.sends.map((event) => [`\`${event}\``, partLink(part), linksTo(hearersOf(seeka, event))]),
  ),
)}`;
}

function hearersOf({ parts }: Seeka, event: string): Part[] {
  return parts.filter(({ hears }) => hears.includes(event));
}

function partLink({ id, short }: Part): string {
  return `[${short}](/seeka/${id})`;
}

function linksTo(parts: Part[]): string {
  return parts.map(partLink).join(', ');
}

function inList(seeka: Seeka, part: Part): string {
  const calls = Object.keys(part.calls).map((id) => byId(seeka.parts, id));
  const { hearing } = eventNeighbours(seeka, part);
  const ways = [
    calls.length > 0 ? `It calls ${linksTo(calls)}.` : '',
    hearing.length > 0 ? `Its events are heard by ${linksTo(hearing)}.` : '',
  ];
  const services = part.services.map((id) => `[${byId(seeka.services, id).title}](/seeka/services/${id})`);
  const here = part.here ? `runs at least in part (${services.join(', ')})` : 'designed only';
  return `  - [${part.title}](/seeka/${part.id}), ${here}. ${ways.filter(Boolean).join(' ')}`;
}

/** The services once for each lab, without a script. */
function multiples(seeka: Seeka): string {
  const states = seeka.layers.map((layer) => {
    const view = { width: 352, lab: layer.lab, lit: layer.brings };
    const { title } = byId(seeka.services, layer.brings[0] ?? '');
    return `<figure>
<svg ${sizeOf(view)} role="img" aria-label="${inWords(seeka, layer)}">
${courseFigure(seeka, view)}
</svg>
<figcaption><a href="/labs/${layer.lab}">Lab ${layer.lab.slice(0, 2)} · ${title}</a> ${layer.says}</figcaption>
</figure>`;
  });
  return `<div class="layers">\n${states.join('\n')}\n</div>
<ul class="map-key">
<li data-key="this">new in this lab</li>
<li data-key="there">there before</li>
<li data-key="later">still to come</li>
<li data-key="ask">calls</li>
<li data-key="call">passes on</li>
</ul>`;
}

function writePart(seeka: Seeka, part: Part): string {
  return writePage({
    ...{ slug: `/seeka/${part.id}`, title: part.title, sidebarLabel: part.short, source: declared },
    description: part.does,
    body: [
      `<p class="lead">${part.does}</p>`,
      drawMap(seeka, part),
      partFacts(seeka, part),
      neighbours(seeka, part),
      functionsOf(seeka, part),
    ].join('\n\n'),
  });
}

function partFacts({ services }: Seeka, part: Part): string {
  const lessons = part.lessons.map(lesson).map(({ id, title }) => `[${title}](/lessons/${id})`);
  return facts([
    ['In the course', part.part ?? 'Nothing of it runs. Its functions and events are designed only.'],
    ['Services', part.services.map((id) => `[${byId(services, id).title}](/seeka/services/${id})`).join(', ')],
    ['Lessons', lessons.join(', ')],
    ['The whole', '[All parts of Seeka](/seeka)'],
  ]);
}

function neighbours(seeka: Seeka, part: Part): string {
  const calls = Object.entries(part.calls).map(([id, asks]) => ['calls', partLink(byId(seeka.parts, id)), asks]);
  const callers = callersOf(seeka, part).map((other) => ['is called by', partLink(other), other.calls[part.id] ?? '']);
  const sends = part.sends.map((event) => ['sends', linksTo(hearersOf(seeka, event)), `\`${event}\``]);
  const hears = part.hears.map((event) => [
    'hears',
    linksTo(seeka.parts.filter((other) => other.sends.includes(event))),
    `\`${event}\``,
  ]);
  const rows = [...calls, ...callers, ...sends, ...hears];
  return `## Neighbours\n\n${table(
    ['', 'part', 'question or event'],
    rows.map(([how = '', who = '', what = '']) => [how, who, what.startsWith('`') ? what : plain(what)]),
  )}`;
}
