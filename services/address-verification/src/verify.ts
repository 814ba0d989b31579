import { type Candidate, candidateOf } from './delivery-point.ts';
import { keyOf, oneSlipApart, words } from './spelling.ts';
import { type Street, streets } from './streets.ts';

/** The query parameters of `GET /street-address`. An empty string counts as absent. */
export interface VerificationQuery {
  /** House number, street, and the unit if there is one: "120 w 12 st apt 4". */
  street: string;
  /** Free text for the carrier; comes back as it is, and is no part of the delivery point. */
  street2?: string;
  city?: string;
  state?: string;
  /** ZIP or ZIP+4; the four digits are not looked at. */
  zipcode?: string;
}

/**
 * The addresses that the query may mean, in their official spelling: none when there is no such address, several when
 * it leaves open which one, as without a needed directional. Of its own answers it returns each unchanged.
 */
export function verify(query: VerificationQuery): Candidate[] {
  const asked = parseLine(query.street);
  if (!asked) return [];
  return streetsLike(asked.key, streetsIn(query))
    .filter((street) => has(street, asked))
    .map((street) => candidateOf({ street, ...asked }))
    .map((candidate) => (query.street2 ? { ...candidate, delivery_line_2: query.street2 } : candidate));
}

interface AskedLine {
  number: number;
  key: string;
  unit: number;
}

/** Number, street, and a secondary designator of USPS Publication 28, appendix C2: "apt 4", "suite # 4", "#4". */
const line =
  /^(?<number>\d{1,6}) (?<name>.+?)(?: (?:apartment|apt|suite|ste|unit|room|rm|#)(?: #)? (?<unit>[1-9]\d{0,5}))?$/;

function parseLine(street: string): AskedLine | undefined {
  const { number, name, unit = 0 } = line.exec(words(street).join(' '))?.groups ?? {};
  return number && name ? { number: Number(number), key: keyOf(name), unit: Number(unit) } : undefined;
}

/** Those that agree with what is given of ZIP, city and state; without ZIP, city and state are both needed. */
function streetsIn({ city, state, zipcode }: VerificationQuery): Street[] {
  if (!zipcode && !(city && state)) return [];
  const zip = zipcode?.trim().replace(/^(\d{5})-?\d{4}$/, '$1');
  return streets().filter(
    (street) =>
      (!zip || street.zipcode === zip) &&
      (!state || street.state === state.trim().toUpperCase()) &&
      (!city || keyOf(street.city) === keyOf(city)),
  );
}

/** The street of that name; else all that have it but for a directional; else the only one that has it but for a slip. */
function streetsLike(key: string, among: Street[]): Street[] {
  const same = among.filter((street) => street.key === key);
  if (same.length > 0) return same;
  const undirected = among.filter((street) => street.bareKey === key);
  if (undirected.length > 0) return undirected;
  const near = among.filter((street) => oneSlipApart(street.key, key));
  return near.length === 1 ? near : [];
}

function has({ low, high, units }: Street, { number, unit }: AskedLine): boolean {
  return low <= number && number <= high && unit <= units;
}
