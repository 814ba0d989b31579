import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Gradebook } from '../../class/gradebook.ts';
import { unpack } from '../../ingest/parcel.ts';
import { type Candidate, SimilarityError } from '../../similarity/similarity.ts';

interface HandedIn {
  member: string;
  name: string;
  group: string | null;
  parcel: string;
}

/**
 * Unpacks what each student, or group, has handed in last, each into a folder of its own. Services at a URL have no code here.
 * @throws SimilarityError when there is nothing to compare.
 */
export async function unpackLatest(gradebook: Gradebook, lab: string, into: string): Promise<Candidate[]> {
  const rows: HandedIn[] = await gradebook
    .knex('attempts')
    .join('members', 'members.id', 'member')
    .where({ lab, role: 'student' })
    .whereNotNull('parcel')
    .orderBy(['handedInAt', 'nth'])
    .select('member', 'name', 'group', 'parcel');
  const latest = [
    ...new Map(rows.map((row) => [row.group === null ? `member ${row.member}` : `group ${row.group}`, row])),
  ];
  if (latest.length < 2) throw new SimilarityError('Fewer than two submissions of this lab have code to compare.');
  const candidates: Candidate[] = [];
  for (const [, { member, name, group, parcel }] of latest) {
    const folder = join(into, String(candidates.length));
    await mkdir(folder, { recursive: true });
    await unpack(await gradebook.parcel(parcel), folder);
    candidates.push({ id: member, name: group === null ? name : `${name} (group ${group})`, folder });
  }
  return candidates;
}
