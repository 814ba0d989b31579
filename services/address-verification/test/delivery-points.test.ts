import { assert as assertProperty, integer, property } from 'fast-check';
import { candidateOf, countDeliveryPoints, nthDeliveryPoint } from '../src/delivery-point.ts';
import { pointsOf, type Street, streets } from '../src/streets.ts';

const regions = (
  'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA ' +
  'RI SC SD TN TX UT VT VA WA WV WI WY DC AS GU MP PR VI'
).split(' ');

test('there are more than a million delivery points', () => {
  expect(streets().length).toBeGreaterThan(500);
  expect(countDeliveryPoints()).toBeGreaterThan(1_000_000);
});

test('every region of the contract has streets', () => {
  const found = new Set(streets().map(({ state }) => state));
  expect(regions.filter((region) => !found.has(region))).toEqual([]);
});

test('every delivery point obeys the rules of an address', () => {
  assertProperty(
    property(integer({ min: 0, max: countDeliveryPoints() - 1 }), (n) => {
      const { delivery_line_1, delivery_point_barcode, components } = candidateOf(nthDeliveryPoint(n));
      expect(delivery_line_1).toMatch(/^[ -~]{1,100}$/);
      expect(components.city_name).toMatch(/^[ -~]{1,64}$/);
      expect(regions).toContain(components.state_abbreviation);
      expect(`${components.zipcode}-${components.plus4_code}`).toMatch(/^\d{5}-\d{4}$/);
      expect(delivery_point_barcode).toMatch(/^\d{12}$/);
    }),
  );
});

test('all digits of a barcode together are a multiple of ten', () => {
  for (const n of [0, 1, 1_234_567, countDeliveryPoints() - 1]) {
    const digits = [...candidateOf(nthDeliveryPoint(n)).delivery_point_barcode];
    expect(digits.reduce((sum, digit) => sum + Number(digit), 0) % 10).toBe(0);
  }
});

test('no two delivery points share a barcode: hundreds differ in the ZIP+4, doors of a hundred in the next two digits', () => {
  for (const [zipcode, among] of Map.groupBy(streets(), (street) => street.zipcode)) {
    const hundreds = among.flatMap((street) => hundredsOf(street).map((hundred) => zipPlus4(street, hundred * 100)));
    expect([zipcode, new Set(hundreds).size]).toEqual([zipcode, hundreds.length]);
  }
  const doors = Array.from({ length: 100 }, (_, door) => barcode(streets()[0] as Street, door).slice(0, -1));
  expect(new Set(doors).size).toBe(100);
});

function hundredsOf(street: Street): number[] {
  return [...Array(Math.ceil(pointsOf(street) / 100)).keys()];
}

function zipPlus4(street: Street, position: number): string {
  return barcode(street, position).slice(0, 9);
}

function barcode(street: Street, position: number): string {
  const houses = Math.floor(position / (street.units + 1));
  const unit = position % (street.units + 1);
  return candidateOf({ street, number: street.low + houses, unit }).delivery_point_barcode;
}

test('there is nothing beyond the last', () => {
  expect(() => nthDeliveryPoint(countDeliveryPoints())).toThrow(RangeError);
});
