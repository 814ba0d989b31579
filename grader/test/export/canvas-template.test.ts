import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { canvasCsv } from '../../src/export/canvas.ts';
import { importIntoCanvas } from './support/canvas-importer.ts';
import { ada, alan, columns, grace, hostileRoster, person, roster } from './support/rosters.ts';

/** As Canvas exports it: spaces before the maxima, a row of posting policies, a test student, totals that are read only. */
const template = `\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Quiz (6999),Lab 1: Address (7001),Lab 2 (7002),Final Score
,,,,,Manual Posting,,,
    Points Possible,,,,,10,100,50,(read only)
"Lovelace, Ada",901,U-17,ada@example.edu,"Tue, 10:00",9,12,,55.5
"Hopper ""Amazing"", Grace",902,GRACE,hopper,Wed,,40,41,60
"Student, Test",903,,4c1d,Tue,,,,
"=Mallory",904,mal,mal,Tue,1,2,3,4
`;

const cells = (csv: string): string[][] => parse(csv, { bom: true });

test('rows, ids and other columns stay as they are; only points are filled in', () => {
  const { csv } = canvasCsv(roster, columns, { template });
  const wanted = cells(template);
  wanted[3] = ['Lovelace, Ada', '901', 'U-17', 'ada@example.edu', 'Tue, 10:00', '9', '97.25', '0', '55.5'];
  wanted[4] = ['Hopper "Amazing", Grace', '902', 'GRACE', 'hopper', 'Wed', '', '-2.5', '41', '60'];
  expect(cells(csv)).toEqual(wanted);
  expect(csv.startsWith('\ufeff')).toBe(true);
  expect(importIntoCanvas(csv).students).toHaveLength(4);
});

test('whoever is in no row is reported, and where there is no result the template’s cell is kept', () => {
  expect(canvasCsv(roster, columns, { template }).left).toEqual([
    {
      member: alan.member,
      reason: 'is in no row of the template, neither by SIS User ID nor by SIS Login ID nor by ID',
    },
    { member: grace.member, lab: '02-person', reason: 'has no result: the template’s cell is kept' },
  ]);
});

test('a column that the template does not have is reported, not added', () => {
  const more = { lab: '03-oauth2', title: 'Lab 3', maxPoints: 10, assignmentId: '7003' };
  const { csv, left } = canvasCsv([ada], [...columns, more], { template });
  expect(cells(csv)[0]).toEqual(cells(template)[0]);
  expect(left).toEqual([{ lab: '03-oauth2', reason: 'the template has no column "Lab 3 (7003)"' }]);
});

test('without a number an assignment is found by its title', () => {
  const byTitle = [{ lab: '01-address', title: 'Lab 1: Address', maxPoints: 100 }];
  expect(cells(canvasCsv([ada], byTitle, { template }).csv)[3]?.[6]).toBe('97.25');
});

test('two people of one row, and one person of two rows, are reported and nothing is written for them', () => {
  const twice = template.replace('903,,4c1d', '903,,Ada@Example.EDU');
  expect(canvasCsv([ada], columns, { template: twice }).left).toEqual([
    { member: ada.member, reason: 'is in 2 rows of the template, by "SIS Login ID"' },
  ]);
  const other = person('U-17', 'Ada again', { '01-address': 1 });
  const { csv, left } = canvasCsv([ada, other], columns, { template });
  expect(left[0]).toEqual({ member: other.member, reason: 'has the same row of the template as ada' });
  expect(cells(csv)[3]?.[6]).toBe('97.25');
});

test('the semicolons of a European Canvas stay', () => {
  const european = 'Student;ID;SIS User ID;SIS Login ID;Section;Lab 1: Address (7001)\n    Points Possible;;;;;100\n';
  const { csv } = canvasCsv([ada], columns.slice(0, 1), { template: `${european}Ada;901;;ada@example.edu;A;\n` });
  expect(csv).toContain('"Ada";"901";;"ada@example.edu";"A";97.25\r\n');
});

test.each([
  ['another table', 'Name,Points\nAda,1\n'],
  ['nothing', ''],
  ['a torn file', 'Student,ID,"SIS\nUser'],
  ['no text', '\u0000\u0001'],
])('%s is refused as a template, with what to do', (_, text) => {
  expect(() => canvasCsv(roster, columns, { template: text })).toThrow('In Canvas: Grades, Export');
});

test('whatever a class is called, every row of the template is there, and everybody is in it or reported', () => {
  fc.assert(
    fc.property(hostileRoster, (rows) => {
      const { csv, left } = canvasCsv(rows, columns, { template });
      const [before, after] = [cells(template), cells(csv)];
      expect(after.map((line) => [...line.slice(0, 6), line[8]])).toEqual(
        before.map((line) => [...line.slice(0, 6), line[8]]),
      );
      importIntoCanvas(csv);
      const unmatched = left.filter(({ lab }) => lab === undefined).map(({ member }) => member);
      expect(new Set(unmatched).size).toBeGreaterThanOrEqual(rows.length - 4);
    }),
    { numRuns: 100 },
  );
});
