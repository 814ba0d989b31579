import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { canvasCsv } from '../../src/export/canvas.ts';
import { beginsFormula } from '../../src/export/cells.ts';
import { importIntoCanvas } from './support/canvas-importer.ts';
import { ada, alan, columns, grace, harmful, hostileRoster, person, roster } from './support/rosters.ts';

test('Canvas finds people by SIS ids, assignments by their numbers, and maxima', () => {
  const { csv } = canvasCsv(roster, columns);
  expect(csv.split('\r\n').slice(0, 2)).toEqual([
    '"Student","ID","SIS User ID","SIS Login ID","Section","Lab 1: Address (7001)","Lab 2: Person (7002)"',
    '"    Points Possible",,,,,100,50',
  ]);
  expect(importIntoCanvas(csv)).toEqual({
    assignments: [
      { title: 'Lab 1: Address', id: '7001', pointsPossible: '100' },
      { title: 'Lab 2: Person', id: '7002', pointsPossible: '50' },
    ],
    students: [imported('ada', 'Lovelace, Ada', ['97.25', '0']), imported('grace', 'Hopper, Grace', ['-2.5', ''])],
  });
});

function imported(id: string, name: string, grades: string[]) {
  return { name, id: '', sisUserId: id, sisLoginId: `${id}@example.edu`, section: 'A', grades };
}

test('whoever has no result is left out and reported, and so is a single result that is missing', () => {
  expect(canvasCsv(roster, columns).left).toEqual([
    { member: grace.member, lab: '02-person', reason: 'has no result: the cell is empty' },
    { member: alan.member, reason: 'has no result' },
  ]);
});

test('nobody can make a row that Canvas takes for the maxima', () => {
  const rows = [person('eve', '  Points Possible', { '01-address': 100 }), ada];
  expect(importIntoCanvas(canvasCsv(rows, columns).csv).students.map(({ name }) => name)).toEqual([
    ...['Points-Possible', 'Lovelace, Ada'],
  ]);
});

test('a number at the end of a title is not taken for an assignment of Canvas', () => {
  const { csv } = canvasCsv([ada], [{ lab: '01-address', title: 'Lab (2)', maxPoints: 100 }]);
  expect(importIntoCanvas(csv).assignments).toEqual([{ title: 'Lab [2]', pointsPossible: '100' }]);
});

test('a title that Canvas would ignore is reported', () => {
  const { csv, left } = canvasCsv([ada], [...columns, { lab: '03-oauth2', title: 'Final Score', maxPoints: 10 }]);
  expect(importIntoCanvas(csv).assignments).toHaveLength(2);
  expect(left).toEqual([{ lab: '03-oauth2', reason: expect.stringContaining('give it another title') }]);
});

test('two labs with one heading are refused', () => {
  const same = columns.map((column) => ({ ...column, title: 'Lab', assignmentId: undefined }));
  expect(() => canvasCsv(roster, same)).toThrow('Two columns have the heading "Lab".');
});

test('whatever a class is called, Canvas reads a row for each of it that has a result', () => {
  fc.assert(
    fc.property(hostileRoster, (rows) => {
      const { csv, left } = canvasCsv(rows, columns);
      const unlisted = left.filter(({ lab }) => lab === undefined);
      expect(importIntoCanvas(csv).students.length + unlisted.length).toBe(rows.length);
      for (const cell of cellsOf(csv)) {
        expect(cell).not.toMatch(harmful);
        if (beginsFormula(cell)) expect(cell).toMatch(/^-\d+(\.\d+)?$/);
      }
    }),
    { numRuns: 200 },
  );
});

function cellsOf(csv: string): string[] {
  return (parse(csv) as string[][]).flat();
}
