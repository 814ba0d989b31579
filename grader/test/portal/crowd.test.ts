import { Queue } from '../../src/class/queue.ts';
import { crowdAt, handInZip, idOf, rosterOf } from './support/crowd.ts';
import { openScene } from './support/portal.ts';
import { zipOf } from './support/zip.ts';

const STUDENTS = 200;
const LAB = '/labs/01-address';

test('200 students hand in at once: no request fails, each waits once, and second attempts wait behind the first ones', async () => {
  await using scene = await openScene({ roster: rosterOf(STUDENTS) });
  const ids = Array.from({ length: STUDENTS }, (_, n) => idOf(n));
  const crowd = await crowdAt(scene.url, scene.gradebook, ids);
  const zip = await zipOf({ 'package.json': '{}', 'src/server.js': 'x'.repeat(20_000) });
  // Ten are eager: their second attempt comes before the first one of most others.
  const eager = crowd.slice(0, 10);
  const early = [];
  for (const client of [...eager, ...eager]) early.push(await handInZip(client, LAB, zip));
  const rest = await Promise.all(crowd.slice(10).map((client) => handInZip(client, LAB, zip)));
  const statuses = [...early, ...rest].map(({ status, url }) => `${status} ${url}`);
  expect(new Set(statuses)).toEqual(new Set([`200 ${scene.url}${LAB}`]));

  const places = await Queue.places(scene.gradebook.knex);
  const nths = new Map<string, number>(
    (await scene.gradebook.knex('attempts').select('id', 'nth')).map(({ id, nth }) => [id, nth]),
  );
  expect(places.map(({ attempt }) => nths.get(attempt))).toEqual([...Array(STUDENTS).fill(1), ...Array(10).fill(2)]);
  expect(new Set(places.map(({ attempt }) => attempt)).size).toBe(STUDENTS + 10);
  const firsts = places.slice(0, 10).map(({ attempt }) => attempt.split('/')[1]);
  expect(firsts).toEqual(ids.slice(0, 10));
});
