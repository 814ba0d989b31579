import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { beginsFormula } from '../../src/export/cells.ts';
import { moodleCsv } from '../../src/export/moodle.ts';
import { importIntoMoodle } from './support/moodle-importer.ts';
import { ada, alan, columns, grace, harmful, hostileRoster, person, roster } from './support/rosters.ts';

const addresses = roster.map(({ member }) => member.email);

test('Moodle finds people by their addresses, and numbers alone', () => {
  const { csv } = moodleCsv(roster, columns);
  expect(csv.split('\r\n')[0]).toBe('"Email address","Lab 1: Address","Lab 2: Person"');
  expect(importIntoMoodle(csv, addresses)).toEqual({
    'ada@example.edu': [97.25, 0],
    'grace@example.edu': [-2.5, null],
  });
});

test('or by their ids', () => {
  const { csv } = moodleCsv([ada], columns, { by: 'id' });
  expect(csv).toBe('"ID number","Lab 1: Address","Lab 2: Person"\r\n"ada",97.25,0\r\n');
});

test('whoever has no result gets no row, and is reported', () => {
  expect(moodleCsv(roster, columns).left).toEqual([
    { member: grace.member, lab: '02-person', reason: 'has no result: the cell is empty' },
    { member: alan.member, reason: 'has no result' },
  ]);
});

test.each([
  ['is not enrolled', 'ada@example.edu', { enrolled: ['GRACE@example.edu'] }, 'is not enrolled in the Moodle course'],
  ['has no address', '', {}, 'has no e-mail address that Moodle could find'],
  ['has half an address', 'ada@', {}, 'has no e-mail address that Moodle could find'],
  ['has a hidden character in it', 'ada\u200b@example.edu', {}, 'has no e-mail address that Moodle could find'],
  [
    'has a formula for one',
    '=cmd@example.edu',
    {},
    'has an e-mail address that a spreadsheet would take for a formula',
  ],
  ['shares it with somebody', 'Grace@example.edu', {}, 'shares the e-mail address with somebody'],
])('one who %s aborts nobody’s import', (_, email, options, reason) => {
  const row = { ...ada, member: { ...ada.member, email } };
  const { csv, left } = moodleCsv([row, grace], columns, options);
  expect(left).toContainEqual({ member: row.member, reason });
  expect(Object.keys(importIntoMoodle(csv, addresses))).toEqual(
    email === 'Grace@example.edu' ? [] : [grace.member.email],
  );
});

test('a table without points is refused', () => {
  expect(() => moodleCsv(roster, [])).toThrow('at least one column');
});

test('whatever a class is called, the import of everybody else goes through', () => {
  fc.assert(
    fc.property(hostileRoster, (rows) => {
      const all = [...rows, ada, person('mary', 'Mary', { '01-address': 3 })];
      const { csv, left } = moodleCsv(all, columns);
      const known = all.map(({ member }) => member.email.trim());
      const imported = Object.keys(importIntoMoodle(csv, known));
      expect(imported).toEqual(expect.arrayContaining([ada.member.email, 'mary@example.edu']));
      expect(imported.length + left.filter(({ lab }) => lab === undefined).length).toBe(all.length);
      for (const cell of (parse(csv) as string[][]).flat()) {
        expect(cell).not.toMatch(harmful);
        if (beginsFormula(cell)) expect(cell).toMatch(/^-\d+(\.\d+)?$/);
      }
    }),
    { numRuns: 200 },
  );
});
