import { midwest } from './places/midwest.ts';
import { northeast } from './places/northeast.ts';
import { south } from './places/south.ts';
import { west } from './places/west.ts';
import { keyOf, withoutDirectionals } from './spelling.ts';

/** A street within one ZIP code. */
export interface Street {
  /** As USPS Publication 28 spells it. */
  name: string;
  city: string;
  state: string;
  zipcode: string;
  /** House numbers, both ends included. */
  low: number;
  high: number;
  /** What a part of a house is called there, and how many each house has, besides the house itself. */
  designator: string;
  units: number;
  /** Place of its first delivery point among those of the ZIP code. */
  offset: number;
  /** For comparison: see `keyOf`. */
  key: string;
  bareKey: string;
}

let known: Street[] | undefined;

/** All streets there are. Read from the tables at the first call. */
export function streets(): Street[] {
  known ??= [northeast, south, midwest, west].flatMap((table) =>
    table
      .trim()
      .split(/\n(?=\d)/)
      .flatMap(streetsOf),
  );
  return known;
}

/** How many delivery points a street has: each house, and each unit of each house. */
export function pointsOf({ low, high, units }: Street): number {
  return (high - low + 1) * (units + 1);
}

function streetsOf(table: string): Street[] {
  const [heading = '', ...lines] = table.split('\n');
  const [, zipcode = '', city = '', state = ''] = /^(\d{5}) (.+) (..)$/.exec(heading) ?? [];
  let offset = 0;
  return lines
    .flatMap((line) => line.trim().split('; '))
    .map((text) => {
      const street = streetOf(text, { zipcode, city, state, offset });
      // Whole hundreds, so that no two streets share a ZIP+4.
      offset += Math.ceil(pointsOf(street) / 100) * 100;
      return street;
    });
}

type Place = Pick<Street, 'zipcode' | 'city' | 'state' | 'offset'>;

function streetOf(text: string, place: Place): Street {
  const parts = /^(.+) (\d+)-(\d+)(?: (Apt|Ste) (\d+))?$/.exec(text);
  if (!parts) throw new SyntaxError(`No street: "${text}"`);
  const [, name = '', low, high, designator = '', units = 0] = parts;
  const key = keyOf(name);
  const bareKey = withoutDirectionals(key);
  return { ...place, name, low: Number(low), high: Number(high), designator, units: Number(units), key, bareKey };
}
