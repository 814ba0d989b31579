import { verify } from '@seeka/address-verification';
import {
  type Candidate,
  candidateOf,
  countDeliveryPoints,
  nthDeliveryPoint,
} from '@seeka/address-verification/delivery-point';
import type { Draft } from '../../src/doubles/verification.ts';
import { GraderFault } from '../../src/reason.ts';
import type { Random } from '../../src/types.ts';

/** Makes the addresses of one check. */
export interface Make {
  /** Deliverable, in official spelling, and used by no other check: it is stored exactly as it is sent. */
  address(overrides?: Partial<Draft>): Draft;
  /** Addresses that share one ZIP+4 with each other and with nothing else; at most 60. */
  neighbours(count: number): Draft[];
  /** The same place in another spelling, with a five-digit ZIP. */
  respelt(draft: Draft): Draft;
  /** Obeys every rule, but there is no such address. */
  undeliverable(): Draft;
  /** What the verification API answers for a deliverable draft. */
  candidate(draft: Draft): Candidate;
}

/** Who forgets one of them fails `region.all`, and no other check by chance. */
const TERRITORIES = new Set(['AS', 'GU', 'MP', 'PR', 'VI']);

/** @param taken first lines and ZIP+4 codes in use, of all checks of a run. A ZIP+4 holds up to a hundred delivery points. */
export function makeDrafts(random: Random, taken: Set<string>, used: (draft: Draft) => void): Make {
  const anyPoint = () => nthDeliveryPoint(random.integer(countDeliveryPoints()));
  const fresh = (draw: () => Draft): Draft => {
    const draft = draw();
    const { postalCode, line1, region } = draft;
    if (taken.has(postalCode) || taken.has(line1) || TERRITORIES.has(region)) return fresh(draw);
    taken.add(postalCode).add(line1);
    return draft;
  };
  const using = (draft: Draft): Draft => {
    used(draft);
    return draft;
  };
  return {
    address: (overrides) => using({ ...fresh(() => draftOf(candidateOf(anyPoint()))), ...overrides }),
    neighbours: (count) => block(random, count, taken).map(using),
    respelt: (draft) => using(respell(draft, random)),
    undeliverable: () =>
      using(fresh(() => draftOf(candidateOf({ ...anyPoint(), number: 500_000 + random.integer(400_000), unit: 0 })))),
    candidate: candidateFor,
  };
}

/** The first of a ZIP+4 that nobody uses and that has enough delivery points. */
function block(random: Random, count: number, taken: Set<string>): Draft[] {
  const start = random.integer(countDeliveryPoints() - count);
  const drafts = Array.from({ length: count }, (_, index) => draftOf(candidateOf(nthDeliveryPoint(start + index))));
  const codes = new Set(drafts.map(({ postalCode }) => postalCode));
  const [code = ''] = codes;
  const isFree = ({ line1, region }: Draft) => !taken.has(line1) && !TERRITORIES.has(region);
  if (codes.size > 1 || taken.has(code) || !drafts.every(isFree)) return block(random, count, taken);
  for (const { line1 } of drafts) taken.add(line1);
  taken.add(code);
  return drafts;
}

function draftOf({ delivery_line_1: line1, components: it }: Candidate): Draft {
  const postalCode = `${it.zipcode}-${it.plus4_code}`;
  return { line1, city: it.city_name, region: it.state_abbreviation, postalCode };
}

function candidateFor({ line1, line2 = '', city, region, postalCode }: Draft): Candidate {
  const [candidate] = verify({ street: line1, street2: line2, city, state: region, zipcode: postalCode });
  if (!candidate) throw new GraderFault(`There is no such address: ${line1}, ${city} ${region} ${postalCode}.`);
  return candidate;
}

const spellings: ((line1: string) => string)[] = [
  (line1) => line1.toLowerCase().replace(/(\d)(st|nd|rd|th)\b/, '$1'),
  (line1) => line1.toUpperCase().replace(/ (APT|STE) /, ', # '),
  (line1) =>
    `${line1
      .toLowerCase()
      .replaceAll(' ', '  ')
      .replace(/\b(st|ave|rd|blvd)\b/, '$1.')} `,
];

function respell(draft: Draft, random: Random): Draft {
  const line1 = random.pick(spellings)(draft.line1);
  const respelt = { ...draft, line1, city: draft.city.toLowerCase(), postalCode: draft.postalCode.slice(0, 5) };
  const [one, other] = [candidateFor(draft), candidateFor(respelt)];
  if (one.delivery_point_barcode === other.delivery_point_barcode) return respelt;
  throw new GraderFault(`"${line1}" is another place than "${draft.line1}".`);
}
