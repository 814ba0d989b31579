import { pointsOf, type Street, streets } from './streets.ts';

/** One deliverable address, in the shape of the well-known US street-address APIs. */
export interface Candidate {
  delivery_line_1: string;
  delivery_line_2?: string;
  /** ZIP, plus4, two digits for the door, one check digit (USPS Publication 197): the identity of the address. */
  delivery_point_barcode: string;
  components: Components;
}

export interface Components {
  city_name: string;
  state_abbreviation: string;
  zipcode: string;
  plus4_code?: string;
}

/** A door: unit 0 is the house itself. */
export interface DeliveryPoint {
  street: Street;
  number: number;
  unit: number;
}

/** How many delivery points there are in all. */
export function countDeliveryPoints(): number {
  return streets().reduce((sum, street) => sum + pointsOf(street), 0);
}

/** The nth of all delivery points, counted from 0. Throws a RangeError beyond the last. */
export function nthDeliveryPoint(n: number): DeliveryPoint {
  let left = n;
  for (const street of streets()) {
    if (left < pointsOf(street)) return pointOf(street, left);
    left -= pointsOf(street);
  }
  throw new RangeError(`There is no delivery point ${n}.`);
}

function pointOf(street: Street, position: number): DeliveryPoint {
  const perHouse = street.units + 1;
  return { street, number: street.low + Math.floor(position / perHouse), unit: position % perHouse };
}

/** The official form of a delivery point. */
export function candidateOf({ street, number, unit }: DeliveryPoint): Candidate {
  const position = street.offset + (number - street.low) * (street.units + 1) + unit;
  const plus4 = plus4Of(Math.floor(position / 100));
  const digits = street.zipcode + plus4 + String(position % 100).padStart(2, '0');
  return {
    delivery_line_1: `${number} ${street.name}${unit ? ` ${street.designator} ${unit}` : ''}`,
    delivery_point_barcode: digits + checkDigit(digits),
    components: {
      city_name: street.city,
      state_abbreviation: street.state,
      zipcode: street.zipcode,
      plus4_code: plus4,
    },
  };
}

/** Scatters the hundreds of a ZIP code over 0001–9999, one to one: 7919 has no factor in common with 9999. */
function plus4Of(hundred: number): string {
  // 3392: the course's example, 120 W 12th St in New York, is in 10011-8401.
  return String(((hundred * 7919 + 3392) % 9999) + 1).padStart(4, '0');
}

/** Brings the sum of all digits to a multiple of ten. */
function checkDigit(digits: string): number {
  const sum = [...digits].reduce((total, digit) => total + Number(digit), 0);
  return (10 - (sum % 10)) % 10;
}
