import { type Part, partsOf } from '../../../../services/platform/src/parts.ts';
import { course, knownLabs } from '../../../src/cli/labs.ts';
import { goodServices } from '../../../src/validity/subjects.ts';

/** Which service plays which part of Seeka, such as `{ address: 'koa-postgres', person: 'reference' }`. */
export type Cast = Record<string, string>;

/** A correct service of a lab, and the part that it can play. */
export interface Player {
  part: Part;
  name: string;
  folder: string;
}

/** Every correct service of every lab. */
export async function everyPlayer(): Promise<Player[]> {
  const all = knownLabs().map(async (lab) => {
    const part = courseParts.find(({ name }) => name === lab.replace(/^\d+-/, ''));
    if (!part) throw new Error(`Seeka has no part for ${lab}.`);
    return (await goodServices(course, lab)).map((service) => ({ part, ...service }));
  });
  return (await Promise.all(all)).flat();
}

/** Every cast that the contracts allow: for each part one of its players, whoever the others are. */
export function everyCast(players: Player[]): Cast[] {
  const parts = Object.entries(Object.groupBy(players, ({ part }) => part.name));
  return parts.reduce<Cast[]>(
    (casts, [part, able = []]) => casts.flatMap((cast) => able.map(({ name }) => ({ ...cast, [part]: name }))),
    [{}],
  );
}

/** Some of these casts, in which every two players that can meet do meet: a fault between two of them shows there. */
export function pairwise(casts: Cast[]): Cast[] {
  const open = new Set(casts.flatMap(pairsOf));
  const chosen: Cast[] = [];
  while (open.size > 0) {
    const news = (cast: Cast) => pairsOf(cast).filter((pair) => open.has(pair)).length;
    const best = casts.reduce((one, other) => (news(other) > news(one) ? other : one));
    for (const pair of pairsOf(best)) open.delete(pair);
    chosen.push(best);
  }
  return chosen;
}

function pairsOf(cast: Cast): string[] {
  const players = Object.entries(cast).map(([part, name]) => `${part} ${name}`);
  return players.flatMap((one, index) => players.slice(index + 1).map((other) => `${one}, ${other}`));
}

const courseParts = partsOf(course, { site: false, use: {} });

/** What no student writes. The site is not asked for anything here. */
export const standingParts = courseParts.filter(({ name }) =>
  ['address-verification', 'identity-provider', 'gateway'].includes(name),
);
