import { parse } from 'yaml';
import { read } from '../source.ts';

/** A part of Seeka, the platform. */
export interface Part {
  id: string;
  title: string;
  /** What the figure calls it. */
  short: string;
  /** What stands in the figure where it is a bar. */
  bar?: string;
  /** The resource that it is known by. */
  uri: string;
  does: string;
  /** What of it runs in the course, for the figure; without it the part is designed only. */
  here?: string;
  /** How far that goes. */
  part?: string;
  /** Course services that stand for it. */
  services: string[];
  /** Whom it calls, and with what question. */
  calls: Record<string, string>;
  /** Events. */
  sends: string[];
  hears: string[];
  /** What is designed only. */
  operations: Operation[];
  /** Lessons about what it rests on. */
  lessons: string[];
}

/** ("URI", "verb", data) → function. */
export interface Operation {
  /** Verb and URI, or `event` and its name. */
  do: string;
  data: string;
  function: string;
}

/** A service, or another program, that the course has. */
export interface Service {
  id: string;
  title: string;
  /** The lab in which students build it. */
  lab?: string;
  /** Its folder, where no lab has it. */
  folder?: string;
  does: string;
  keeps: string;
  asks: Record<string, string>;
  /** What it promises, where no `openapi.yaml` says it. */
  contract?: string;
  beside?: string;
}

/** What a lab brings into the system. */
export interface Layer {
  lab: string;
  brings: string[];
  says: string;
}

/** The platform as `docs/content/seeka/parts.yaml` declares it. */
export interface Seeka {
  rows: { title: string; parts: string[] }[];
  parts: Part[];
  services: Service[];
  layers: Layer[];
}

/** The file that all of it is made from. */
export const declared = 'docs/content/seeka/parts.yaml';

/** @throws Error when a name is used that nothing has, or an event is heard that nobody sends. */
export function readSeeka(text = read(declared)): Seeka {
  const { rows, parts, services, labs } = parse(text);
  const empty = { services: [], calls: {}, sends: [], hears: [], operations: [], lessons: [] };
  const seeka: Seeka = {
    rows,
    parts: listed<Part>(parts).map((part) => ({ ...empty, ...part })),
    services: listed<Service>(services).map((service) => ({ ...service, asks: service.asks ?? {} })),
    layers: listed<Layer & { id: string }>(labs).map((layer) => ({ ...layer, lab: layer.id })),
  };
  refuseUnknown(seeka);
  return seeka;
}

function listed<Item>(byId: Record<string, Omit<Item, 'id'>>): Item[] {
  return Object.entries(byId).map(([id, item]) => ({ id, ...item }) as Item);
}

function refuseUnknown({ rows, parts, services, layers }: Seeka): void {
  const sent = parts.flatMap(({ sends }) => sends);
  const used: [kind: string, names: string[], known: string[]][] = [
    ['part', [...rows.flatMap((row) => row.parts), ...parts.flatMap(({ calls }) => Object.keys(calls))], ids(parts)],
    ['service', [...parts, ...layers].flatMap((it) => ('brings' in it ? it.brings : it.services)), ids(services)],
    ['service', services.flatMap(({ asks }) => Object.keys(asks)), ids(services)],
    ['sender of', parts.flatMap(({ hears }) => hears), sent],
    ['listener for', sent, parts.flatMap(({ hears }) => hears)],
  ];
  const unknown = used.flatMap(([kind, names, known]) =>
    names.filter((name) => !known.includes(name)).map((name) => `no ${kind} ${name}`),
  );
  if (unknown.length > 0) throw new Error(`${declared}: there is ${unknown.join(', ')}`);
}

function ids(items: { id: string }[]): string[] {
  return items.map(({ id }) => id);
}

/** The one with this id. */
export function byId<Item extends { id: string }>(items: Item[], id: string): Item {
  const found = items.find((item) => item.id === id);
  if (!found) throw new Error(`There is no ${id}`);
  return found;
}

/** Parts that hear what this one sends, and parts whose events it hears. */
export function eventNeighbours({ parts }: Seeka, { sends, hears }: Part): { hearing: Part[]; sending: Part[] } {
  return {
    hearing: parts.filter((other) => other.hears.some((event) => sends.includes(event))),
    sending: parts.filter((other) => other.sends.some((event) => hears.includes(event))),
  };
}

/** Parts that call this one. */
export function callersOf({ parts }: Seeka, { id }: Part): Part[] {
  return parts.filter(({ calls }) => id in calls);
}
