import fc from 'fast-check';
import { readRoster } from '../../src/course/roster.ts';
import { RosterError } from '../../src/course/roster-csv.ts';
import { faultsOf, labs } from './support/rosters.ts';

const read = (text: string | Buffer, lab?: string) => faultsOf(() => readRoster(text, { labs, lab }));
const withId = (id: string) => `id,name,email\n${id},Ada,ada@example.org`;
const withName = (name: string) => `id,name,email\nada,"${name}",ada@example.org`;

test('all faults are told at once, in order, each with its line and what to do', () => {
  const text = [
    'id,name,email,lab,submission,role',
    '../x,Ada,ada@example.org,,,',
    'bob,,bob,09-none,sub,boss',
    'cyd,Cyd,cyd@example.org,,sub,',
  ].join('\n');
  expect(read(text)).toEqual([
    'line 2: The id "../x" cannot be used in file names. Use letters A-Z, digits, and . _ - between them.',
    'line 3: The name is missing. Fill it in.',
    'line 3: "bob" is no e-mail address. Write one like ada@example.org.',
    'line 3: There is no lab "09-none". Write one of 01-address, 02-person.',
    'line 3: There is no role "boss". Write one of student, assistant, instructor, or nothing for a student.',
    'line 4: The lab of the submission is missing. Fill it in.',
  ]);
});

test.each(['-rf', '.hidden', '=1+1', '@x', 'a/b', 'a b', 'a.', 'ä', 'con', 'NUL.txt', 'a'.repeat(65), 'a\\b', 'a;b'])(
  'the id %s is refused',
  (id) => {
    expect(read(withId(`"${id}"`))[0]).toMatch(/^line 2: The id /);
  },
);

test.each(['a', '7', '0012345', 's-1.b_2', 'conrad', 'a'.repeat(64)])('the id %s is kept as it is', (id) => {
  expect(readRoster(withId(id), { labs }).members[0]?.id).toBe(id);
});

test('an id that a spreadsheet has rounded is recognised', () => {
  expect(read(withId('1.23457E+11'))[0]).toContain('was rounded by a spreadsheet');
  expect(read('id;name;email\n1,23457E+11;Ada;ada@example.org')[0]).toContain('was rounded by a spreadsheet');
});

test.each(['a\u0000b', 'a\u001b[31m', 'a\u202eb', 'a\u2066b', 'a\u200bb', 'a\u00adb', 'a\nb', 'a\u2028b', 'a\ufffdb'])(
  'a name with an unseen character is refused, and the character named: %j',
  (name) => {
    const code = name.charCodeAt(1).toString(16).toUpperCase().padStart(4, '0');
    expect(read(withName(name))).toEqual([
      `line 2: The name holds a character that cannot be seen (U+${code}, number 2). Type the name anew.`,
    ]);
  },
);

test.each([
  'ada',
  'ada@',
  'ada@example',
  'a b@example.org',
  'a@b@example.org',
  'Ada <a@example.org>',
  'a@example..org',
])('%s is no e-mail address', (email) => {
  expect(read(`id,name,email\nada,Ada,"${email}"`)[0]).toContain('is no e-mail address');
});

test('a text that is too long is refused', () => {
  expect(read(withName('x'.repeat(201)))[0]).toContain('has 201 characters; at most 200 are allowed');
});

test('columns that are missing, unknown or twice there are named', () => {
  expect(read('id,name,submision,id\nada,Ada,x,y')).toEqual([
    'line 1: There is no column email. The columns are id, name, email, group, lab, submission, role.',
    'line 1: There is no column "submision". Remove it; the columns are id, name, email, group, lab, submission, role.',
    'line 1: id stands twice. Remove one.',
  ]);
});

test('a name with a comma and no quotation marks is told from a long line', () => {
  expect(read('id,email,name\nada,ada@example.org,Lovelace, Ada')).toEqual([
    'line 2: There are more cells than columns. Put a cell with a separator in it in quotation marks.',
  ]);
});

test('quotation marks that do not match are placed where they begin', () => {
  const line = (n: number) => `s${n},Name,s${n}@example.org`;
  expect(read(['id,name,email', line(1), 's2,"Name,s2@example.org', line(3)].join('\n'))).toEqual([
    'line 3: A quotation mark is opened and never closed. Put the whole cell in quotation marks, and double those within it.',
  ]);
  expect(read(['id,name,email', line(1), 's2,Na"me,s2@example.org'].join('\n'))[0]).toContain(
    'line 3: A quotation mark stands',
  );
});

test('the line of a fault is right after a cell of several lines', () => {
  const text = 'id,name,email\r\nada,"Ada\r\n\r\nLovelace",ada@example.org\r\n=,Bob,bob@example.org';
  expect(read(text).map((fault) => fault.slice(0, 7))).toEqual(['line 2:', 'line 5:']);
});

test('a file in an older encoding is refused at the first letter that would be misspelt', () => {
  const text = 'id,name,email\nada,Ada,ada@example.org\njo,J\u00fcrgen,jo@example.org';
  expect(read(Buffer.from(text, 'latin1'))[0]).toMatch(/^line 3: A letter here is not UTF-8/);
  expect(read(Buffer.from(`\uFEFF${text}`, 'utf16le'))[0]).toMatch(/UTF-16.*CSV UTF-8/);
});

test('an empty file, a header alone and a lab that the course does not have are faults', () => {
  expect(read('')[0]).toContain('The file is empty');
  expect(read('\n\n;;\n')[0]).toContain('The file is empty');
  expect(read('id,name,email\n')).toEqual(['line 2: There is no member. Write one line for each.']);
  expect(read(withId('ada'), '09-none')).toEqual(['There is no lab "09-none". Name one of 01-address, 02-person.']);
});

test('a file beyond the limits is refused', () => {
  expect(read('x'.repeat(5_000_001))[0]).toContain('more than 5 MB');
  expect(read(`id,name,email${'\n'.repeat(20_000)}x`)[0]).toContain('more than 20000 lines');
});

test('the message of many faults stays short, the list is whole', () => {
  const text = `id,name,email\n${'=,Ada,ada@example.org\n'.repeat(30)}`;
  const error = new RosterError(read(text));
  expect(error.faults).toHaveLength(30);
  expect(error.message).toMatch(/… and 10 more\.$/);
});

test('whatever the bytes, every fault has its line', () => {
  const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: 'binary' }).map(Buffer.from));
  fc.assert(
    fc.property(fc.constantFrom('', 'id,name,email\n'), bytes, (header, tail) => {
      // The last line makes sure that there is a fault.
      const text = Buffer.concat([Buffer.from(header), tail, Buffer.from('\n=,,')]);
      for (const fault of read(text)) expect(fault).toMatch(/^line \d+: /);
    }),
    { numRuns: 500 },
  );
});
