import { createHmac, randomBytes } from 'node:crypto';
import type { Gradebook } from '../../../src/class/gradebook.ts';
import { type Answer, Client } from './client.ts';

/** A roster of so many students. */
export function rosterOf(students: number): string {
  const lines = Array.from({ length: students }, (_, n) => `${idOf(n)},Student ${n},${idOf(n)}@example.org`);
  return ['id,name,email', ...lines, ''].join('\n');
}

export function idOf(n: number): string {
  return `s${String(n).padStart(4, '0')}`;
}

/** As if they had logged on: a session in the database, and its signed cookie. */
export async function crowdAt(url: string, gradebook: Gradebook, ids: string[]): Promise<Client[]> {
  const secret = await gradebook.secret('sessions');
  const expire = new Date(Date.now() + 3_600_000);
  const rows = ids.map((id) => {
    const cookie = { originalMaxAge: 3_600_000, expires: expire.toISOString(), httpOnly: true, path: '/' };
    return {
      sid: randomBytes(18).toString('base64url'),
      sess: JSON.stringify({ cookie, passport: { user: id } }),
      expire,
    };
  });
  await gradebook.knex('sessions').insert(rows);
  return rows.map(({ sid }) => {
    const client = new Client(url);
    const signature = createHmac('sha256', secret).update(sid).digest('base64').replace(/=+$/, '');
    client.setCookie('seeka', encodeURIComponent(`s:${sid}.${signature}`));
    return client;
  });
}

/** Opens the lab's page, and hands in a zip. */
export async function handInZip(client: Client, path: string, zip: Uint8Array<ArrayBuffer>): Promise<Answer> {
  return await client.send(await client.get(path), path, { kind: 'zip', zip: new File([zip], 'service.zip') });
}
