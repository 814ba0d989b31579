import { parse } from 'csv-parse/sync';
import { fromBuffer } from 'yauzl';
import { grantExtension } from '../../../src/class/extensions.ts';
import { course as repository } from '../../../src/cli/labs.ts';
import type { Member } from '../../../src/course/roster.ts';
import { reportsZip, standingCsv, tablesOf } from '../../../src/portal/staff/exports.ts';
import { attempt, course, FORMULA, LATE, members, reportWith, sceneForEach } from './support/scenes.ts';

const scene = sceneForEach();

function parts() {
  const now = new Date('2027-03-01T00:00:00Z');
  const about = { folder: repository, lab: '01-address', title: 'Address', now };
  return { gradebook: scene().gradebook, course, members, ...about };
}

async function handIn(): Promise<void> {
  await attempt(scene(), { member: 'ada' }, { report: reportWith({ 'page.next': 'none' }) });
  await attempt(scene(), { member: 'ben', at: LATE }, { report: reportWith({}) });
  await attempt(scene(), { member: 'dan' }, { fault: 'no port' });
  await attempt(scene(), { member: 'eve' }, { report: reportWith({}) });
}

test('a lab’s tables have the points after penalties of the attempt that counts, and no zero for who has none', async () => {
  await handIn();
  await grantExtension(scene().gradebook, course, { student: 'cyd', days: 9, reason: 'ill' }, 'prof');
  const { files } = await tablesOf(parts());
  const rows: Record<string, string>[] = parse(files['gradebook.csv'], { columns: true });
  expect(rows.map(({ id, score, status }) => [id, score, status])).toEqual([
    ['ada', '96', 'graded'],
    ['ben', '80', 'graded'],
    ['cyd', '100', 'graded'],
    ['dan', '', 'fault'],
    ['eve', '100', 'graded'],
  ]);
  expect(rows[1]?.remark).toContain('100 → 80');
});

test('whoever has left the roster stands in no table, and whose id was corrected stands in it once', async () => {
  await handIn();
  const [ada, ben, , ...others] = members as [Member, Member, Member, ...Member[]];
  const roster = [{ ...ada, id: 'ada1' }, ben, ...others];
  await scene().gradebook.enrol(roster);
  await attempt(scene(), { member: 'ada1' }, { report: reportWith({}) });
  const all = { ...parts(), members: roster };
  const { files, left } = await tablesOf(all);
  const idsIn = (table: string) => (parse(table) as string[][]).slice(1).map(([id]) => id);
  expect(idsIn(files['gradebook.csv'])).toEqual(['ada1', 'ben', 'dan', 'eve']);
  expect(idsIn(await standingCsv(all))).toEqual(['ada1', 'ben', 'dan', 'eve']);
  expect(files['moodle.csv'].match(/ada@example\.org/g)).toHaveLength(1);
  expect(left['moodle.csv']).toMatchObject([{ member: { id: 'dan' } }]);
});

test('no cell of any table is a formula; who is left out of one is told with the reason', async () => {
  await handIn();
  const { files, left } = await tablesOf(parts());
  const tables = [...Object.values(files), await standingCsv(parts())];
  const cells = tables.flatMap((table) => (parse(table) as string[][]).flat());
  expect(cells.filter((cell) => /^[=+@]/.test(cell))).toEqual([]);
  expect(cells).toContain(`'${FORMULA}`);
  expect(left['moodle.csv']).toMatchObject([{ member: { id: 'dan' }, reason: 'has no result' }]);
});

test('the reports are a zip of a page and a signed record for each attempt that counts', async () => {
  await handIn();
  const names = await namesIn(await reportsZip(parts()));
  expect(names.sort()).toEqual(
    ['ada', 'ben', 'eve'].flatMap((id) => [`01-address/${id}.html`, `01-address/${id}.json`]),
  );
});

function namesIn(zip: Buffer): Promise<string[]> {
  return new Promise((resolve, reject) => {
    fromBuffer(zip, {}, (error, file) => {
      if (error) return reject(error);
      const names: string[] = [];
      file.on('entry', ({ fileName }) => names.push(fileName));
      file.on('end', () => resolve(names));
    });
  });
}
