import fc from 'fast-check';
import { canonical } from '../../src/evidence/canonical.ts';

test('the example of RFC 8785 §3.2.2 comes out as the standard prints it', () => {
  const example = {
    numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '€$\u000f\nA\'B"\\\\"/',
    literals: [null, true, false],
  };
  expect(canonical(example)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test('members are sorted by UTF-16 code units, as in RFC 8785 §3.2.3', () => {
  const names = ['€', '\r', '\ufb33', '1', '😀', '\u0080', 'ö'];
  const sorted = ['\r', '1', '\u0080', 'ö', '€', '😀', '\ufb33'];
  const text = canonical(Object.fromEntries(names.map((name) => [name, 0])));
  expect([...text.matchAll(/("[^"]+"):/g)].map(([, name]) => JSON.parse(name ?? ''))).toEqual(sorted);
});

test('the order of members, and a way through a file, change nothing', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonical(value);
      expect(canonical(reversed(value))).toBe(text);
      expect(canonical(JSON.parse(JSON.stringify(value, null, 2)))).toBe(text);
    }),
  );
});

test('what JSON cannot say is refused', () => {
  const values = [Number.NaN, Number.POSITIVE_INFINITY, '\ud800', { '\udc00': 1 }, [undefined], 1n, () => 1];
  for (const value of values) expect(() => canonical(value)).toThrow();
  expect(canonical({ a: undefined, b: -0 })).toBe('{"b":0}');
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, reversed(member)] as const);
  return Object.fromEntries(members.toReversed());
}
