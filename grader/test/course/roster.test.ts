import { readMembers, readRoster } from '../../src/course/roster.ts';
import { faultsOf, labs, member } from './support/rosters.ts';

const header = 'id,name,email,group,lab,submission,role';
const read = (...lines: string[]) => readRoster(lines.join('\n'), { labs });

test('a line makes a member, a student unless it says otherwise, and what is handed in', () => {
  const { members, handedIn } = read(
    header,
    'ada,Ada Lovelace,ada@example.org,,01-address,subs/ada,',
    'bob,Bob Ray,bob@example.org,red,,,Assistant',
  );
  expect(members).toEqual([
    member('ada', 'Ada Lovelace'),
    { ...member('bob', 'Bob Ray'), group: 'red', role: 'assistant' },
  ]);
  expect(handedIn).toEqual([{ member: 'ada', lab: '01-address', source: 'subs/ada', line: 2 }]);
});

test('columns may come in any order and any case, the optional ones not at all', () => {
  const { members } = read('EMAIL,Name,Id', 'ada@example.org,Ada,ada');
  expect(members).toEqual([member('ada', 'Ada')]);
});

test('a European spreadsheet is read: semicolons, byte order mark, CRLF, sep=, blank lines, short lines', () => {
  const text = '\uFEFFsep=;\r\nid;name;email;submission;lab\r\n\r\nada;"Lovelace; Ada";ada@example.org\r\n;;;;\r\n';
  expect(readRoster(Buffer.from(text), { labs }).members).toEqual([member('ada', 'Lovelace; Ada')]);
  expect(readRoster(text, { labs }).members).toEqual([member('ada', 'Lovelace; Ada')]);
  expect(readRoster('id\tname\temail\nada\tAda\tada@example.org', { labs }).members).toEqual([member('ada', 'Ada')]);
});

test('a file with bare carriage returns is read', () => {
  expect(readRoster('id,name,email\rada,Ada,ada@example.org\r', { labs }).members).toEqual([member('ada', 'Ada')]);
});

test('names of every script stay as they are, in composed form', () => {
  const names = ['Zoë d’Été-Ümit', 'می‌خواهم', '山田 太郎', "=O'Brien, Jr.", '👩‍🚀'];
  const lines = names.map((name, at) => `s${at},"${name.normalize('NFD')}",s${at}@example.org`);
  expect(read('id,name,email', ...lines).members.map(({ name }) => name)).toEqual(
    names.map((it) => it.normalize('NFC')),
  );
});

test('a member with a line for each lab is one member', () => {
  const { members, handedIn } = read(
    header,
    'ada,Ada,ada@example.org,,01-address,a1,',
    'ada,Ada,ADA@example.org,red,02-person,a2,student',
  );
  expect(members).toEqual([{ ...member('ada', 'Ada'), group: 'red' }]);
  expect(handedIn.map(({ lab, source }) => [lab, source])).toEqual([
    ['01-address', 'a1'],
    ['02-person', 'a2'],
  ]);
});

test('the lab of a line goes before the lab of the run', () => {
  const text = 'id,name,email,lab,submission\nada,Ada,ada@example.org,02-person,a\nbob,Bob,bob@example.org,,b';
  const { handedIn } = readRoster(text, { lab: '01-address', labs });
  expect(handedIn.map(({ member, lab }) => [member, lab])).toEqual([
    ['bob', '01-address'],
    ['ada', '02-person'],
  ]);
});

test('who needs the members alone need not say which lab was handed in', () => {
  const text = 'id,name,email,group,submission\nada,Ada,ada@example.org,red,a\nbob,Bob,bob@example.org,red,b.zip';
  expect(readMembers(text, labs).map(({ id, group }) => [id, group])).toEqual([
    ['ada', 'red'],
    ['bob', 'red'],
  ]);
});

test('a group shares what one of it hands in', () => {
  const { handedIn } = read(
    header,
    'ada,Ada,ada@example.org,red,,,',
    'bob,Bob,bob@example.org,red,01-address,same,',
    'cyd,Cyd,cyd@example.org,red,01-address,same,',
    'dee,Dee,dee@example.org,blue,,,',
  );
  expect(handedIn).toEqual(
    ['ada', 'bob', 'cyd'].map((id) => ({ member: id, lab: '01-address', source: 'same', line: 3 })),
  );
});

test('two sources of one group for one lab are a fault that names both lines', () => {
  const lines = ['ada,Ada,ada@example.org,red,01-address,x,', 'bob,Bob,bob@example.org,red,01-address,y,'];
  expect(faultsOf(() => read(header, ...lines))).toEqual([
    'line 3: Group red hands in "y" for 01-address, on line 2 "x". Keep one of them.',
  ]);
  expect(read(header, ...lines.map((line) => line.replace('red', line.slice(0, 3)))).handedIn).toHaveLength(2);
});

test('two sources of one member for one lab are a fault, the same one twice is not', () => {
  const line = 'ada,Ada,ada@example.org,,01-address,x,';
  expect(faultsOf(() => read(header, line, line.replace('x,', 'y,')))).toEqual([
    'line 3: ada hands in "y" for 01-address, on line 2 "x". Keep one of them.',
  ]);
  expect(read(header, line, line).handedIn).toHaveLength(1);
});

test('lines that contradict each other about a member are a fault', () => {
  const faults = faultsOf(() =>
    read(
      header,
      'ada,Ada,ada@example.org,red,,,',
      'ada,Eve,ada@example.org,,,,',
      'Ada,Ada,a@example.org,blue,,,assistant',
    ),
  );
  expect(faults).toEqual([
    'line 3: ada contradicts an earlier line: its name is "Eve", on line 2 "Ada". Make them agree.',
    'line 4: Ada contradicts an earlier line: its id is "Ada", on line 2 "ada"; its email is "a@example.org", on line 2 ' +
      '"ada@example.org"; its group is "blue", on line 2 "red". Make them agree.',
  ]);
});

test('an e-mail address is of one member alone, whatever its letter case', () => {
  const lines = ['ada,Ada,ada@example.org,,,,', 'bob,Bob,bob@example.org,,,,', 'eve,Eve,Ada@Example.org,,,,'];
  expect(faultsOf(() => read(header, ...lines))).toEqual([
    'line 4: eve has the e-mail address "Ada@Example.org", on line 2 ada has it. Give each their own.',
  ]);
});

test('a role that is said later than on the first line counts', () => {
  expect(read(header, 'ada,Ada,a@example.org,,,,', 'ada,Ada,a@example.org,,,,instructor').members[0]?.role).toBe(
    'instructor',
  );
});
