import { assert as assertProperty, constantFrom, integer, property } from 'fast-check';
import { candidateOf, countDeliveryPoints, nthDeliveryPoint } from '../src/delivery-point.ts';
import { type VerificationQuery, verify } from '../src/verify.ts';

const anyPoint = integer({ min: 0, max: countDeliveryPoints() - 1 }).map((n) => candidateOf(nthDeliveryPoint(n)));

function queryFor({ delivery_line_1: street, components: it }: ReturnType<typeof candidateOf>) {
  return { street, city: it.city_name, state: it.state_abbreviation, zipcode: `${it.zipcode}-${it.plus4_code}` };
}

function lines(query: VerificationQuery): string[] {
  return verify(query).map((candidate) => candidate.delivery_line_1);
}

const inNewYork = { city: 'New York', state: 'NY', zipcode: '10011' };

test('"120 w 12 st apt 4" is "120 W 12th St Apt 4"', () => {
  expect(verify({ ...inNewYork, street: '120 w 12 st apt 4' })).toEqual([
    {
      delivery_line_1: '120 W 12th St Apt 4',
      delivery_point_barcode: '100118401338',
      components: { city_name: 'New York', state_abbreviation: 'NY', zipcode: '10011', plus4_code: '8401' },
    },
  ]);
});

test('an official form comes back unchanged', () => {
  assertProperty(
    property(anyPoint, (candidate) => {
      expect(verify(queryFor(candidate))).toEqual([candidate]);
    }),
    { numRuns: 5_000 },
  );
});

const respellings: ((street: string) => string)[] = [
  (street) => street.toLowerCase(),
  (street) => `  ${street.toUpperCase().replaceAll(' ', '   ')}.`,
  (street) => street.replace(/ (Apt|Ste) /, ', #'),
  (street) => street.replace(/ (Apt|Ste) /, ' unit # '),
  (street) => street.replace(/ St\b/, ' Street').replace(/ Ave\b/, ' avenue'),
  (street) => street.replace(/ ([NSEW])\b/, ' $1.').replace(/\bNW\b/, 'N.W.'),
  (street) => street.replace(/(\d)(st|nd|rd|th)\b/, '$1'),
];

test('capitals, blanks, punctuation, abbreviations and ordinals make no difference', () => {
  assertProperty(
    property(anyPoint, constantFrom(...respellings), (candidate, respell) => {
      const query = queryFor(candidate);
      expect(verify({ ...query, street: respell(query.street) })).toEqual([candidate]);
    }),
    { numRuns: 3_000 },
  );
});

test.each([
  ['1 first ave n', '35203', []],
  ['1210 first avenue north', '35203', ['1210 1st Ave N']],
  ['12 s. person', '27601', []],
  ['12 s. person st', '27601', ['12 S Person St']],
  ['100 SAINT PAUL PLACE', '21201', []],
  ['210 SAINT PAUL PLACE', '21201', ['210 St Paul Pl']],
  ['44 west st clair ave', '44113', []],
  ['120 w o’brien drive', '96910', ["120 W O'Brien Dr"]],
  ['60 calle san justó', '00901', ['60 Calle San Justo']],
])('%s in %s is %j', (street, zipcode, found) => {
  expect(lines({ street, zipcode })).toEqual(found);
});

test('without the directional that it needs, a street is both', () => {
  expect(lines({ street: '12 person st', zipcode: '27601' })).toEqual(['12 N Person St', '12 S Person St']);
});

test('a wrong directional is another street', () => {
  expect(lines({ ...inNewYork, street: '120 e 12th st' })).toEqual([]);
});

test.each(['120 Grenwich Ave', '120 Greenwichh Ave', '120 Greemwich Ave'])('one slip is forgiven: %s', (street) => {
  expect(lines({ ...inNewYork, street })).toEqual(['120 Greenwich Ave']);
});

test.each(['120 Grnwch Ave', '120 W 15th St', '120 Greenwich Av St'])(
  'two slips, or one in a number, are not: %s',
  (street) => {
    expect(lines({ ...inNewYork, street })).toEqual([]);
  },
);

test.each([
  ['no house has that number', { ...inNewYork, street: '400 W 12th St' }],
  ['the house has fewer units', { ...inNewYork, street: '120 W 12th St Apt 91' }],
  ['there is no unit 0', { ...inNewYork, street: '120 W 12th St Apt 0' }],
  ['the house number is missing', { ...inNewYork, street: 'W 12th St' }],
  ['the city is another', { ...inNewYork, street: '120 W 12th St', city: 'Boston' }],
  ['the state is another', { ...inNewYork, street: '120 W 12th St', state: 'MA' }],
  ['the ZIP is unknown', { ...inNewYork, street: '120 W 12th St', zipcode: '99999' }],
  ['the ZIP is malformed', { ...inNewYork, street: '120 W 12th St', zipcode: '10011-84' }],
  ['nothing says where', { street: '120 W 12th St' }],
  ['the state alone says where', { street: '120 W 12th St', state: 'NY' }],
  ['the street is empty', { ...inNewYork, street: '' }],
])('nothing is found when %s', (_why, query) => {
  expect(verify(query)).toEqual([]);
});

test('the ZIP alone, or city and state, say where', () => {
  const whole = verify({ ...inNewYork, street: '120 W 12th St' });
  expect(verify({ street: '120 W 12th St', zipcode: '10011' })).toEqual(whole);
  expect(verify({ street: '120 W 12th St', city: ' new  york', state: 'ny' })).toEqual(whole);
  expect(whole).toHaveLength(1);
});

test('street2 comes back as it is, and is no part of the delivery point', () => {
  const plain = verify({ ...inNewYork, street: '120 W 12th St' });
  const found = verify({ ...inNewYork, street: '120 W 12th St', street2: ' apt  4 ' });
  expect(found).toEqual(plain.map((candidate) => ({ ...candidate, delivery_line_2: ' apt  4 ' })));
});
