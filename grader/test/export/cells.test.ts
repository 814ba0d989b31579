import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { assertDistinct, beginsFormula, csv, numberCell, pointsOf, textCell } from '../../src/export/cells.ts';
import { ada, formulas, harmful, hostileRoster, person } from './support/rosters.ts';

test.each(formulas)('%j is no formula any more', (formula) => {
  expect(textCell(formula)).toMatch(/^'/);
});

test.each(['Ada Lovelace', 'Ó Séaghdha', '李小龍', 'a=b', 'x-1', 'علی‌رضا'])('%j stays as it is', (name) => {
  expect(textCell(name)).toBe(name);
});

test('a name of many lines is one line, without what cannot be seen', () => {
  expect(textCell('Ada\r\n\tLovelace\u202e\u0007\u2028 II\ud800')).toBe('Ada Lovelace II');
});

test('a name of a million characters is cut between characters', () => {
  expect(textCell('🦊'.repeat(1_000_000))).toBe(`${'🦊'.repeat(199)}…`);
});

test('negative numbers stay numbers, and no number has an exponent', () => {
  expect(csv([[-2.5, 0, -0, 1e-9, 100, 17.30001, 1 / 3]])).toBe('-2.5,0,0,0,100,17.3,0.3333\r\n');
  expect(numberCell(-2.5)).toBe(-2.5);
});

test.each([Number.NaN, Infinity, -Infinity, 1e21])('%d is no number of points', (value) => {
  expect(() => numberCell(value)).toThrow(RangeError);
});

test('only finite numbers of the row itself are points', () => {
  const points = { nothing: null, text: '97' as unknown as number, none: Number.NaN, zero: 0 };
  const row = person('ada', 'Ada', points);
  expect(['nothing', 'text', 'none', 'zero', 'constructor'].map((lab) => pointsOf(row, lab))).toEqual([
    ...[undefined, undefined, undefined, 0, undefined],
  ]);
  expect(pointsOf(ada, '01-address')).toBe(97.25);
});

test('two columns with one heading are refused by name', () => {
  expect(() => assertDistinct(['Lab 1', 'Lab 2', 'Lab 1'])).toThrow('Two columns have the heading "Lab 1".');
});

test('whatever a class is called, a reader finds the same cells, none of them a formula', () => {
  fc.assert(
    fc.property(hostileRoster, (rows) => {
      const cells = rows.map(({ member }) => [member.id, member.name, member.email, member.group ?? ''].map(textCell));
      const read = parse(csv(cells), { relax_column_count: false, skip_empty_lines: false, record_delimiter: '\r\n' });
      expect(read).toEqual(cells);
      for (const cell of cells.flat()) {
        expect(beginsFormula(cell)).toBe(false);
        expect(cell).not.toMatch(harmful);
      }
    }),
    { numRuns: 200 },
  );
});
