import { createHash, randomBytes } from 'node:crypto';
import { Database } from './database.ts';
import { Refusal } from './exchange.ts';

const schema = `
  create table if not exists signing_key (one boolean primary key default true check (one), pem text not null);
  create table if not exists dead_tokens (id text primary key, "until" timestamptz not null);
  create table if not exists sessions (id text primary key, token text not null);
  create table if not exists families (id bigserial primary key, sub text not null, alive boolean not null default true);
  create table if not exists refreshers (id text primary key, family bigint not null references families, fresh boolean not null default true);`;

const secret = () => randomBytes(24).toString('base64url');
const hashed = (text: string) => createHash('sha512').update(text).digest('base64');

export type Renewal = { sub: string; refreshToken: string } | undefined;

/** All SQL but that of the tokens. */
export class Store extends Database {
  constructor(url: string) {
    super(url, schema);
  }

  async ping(): Promise<void> {
    await this.query('select 1').catch(() => {
      throw new Refusal(503, 'The database is away.');
    });
  }

  async openSession(token: string): Promise<string> {
    const id = secret();
    await this.query('insert into sessions values ($1, $2)', [hashed(id), token]);
    return id;
  }

  async sessionToken(id: string): Promise<string | undefined> {
    const [row] = await this.query<{ token: string }>('select token from sessions where id = $1', [hashed(id)]);
    return row?.token;
  }

  async begin(sub: string): Promise<string> {
    const token = secret();
    const insert = `with family as (insert into families (sub) values ($1) returning id)
      insert into refreshers (id, family) select $2, id from family`;
    await this.query(insert, [sub, hashed(token)]);
    return token;
  }

  /** Undefined when the token is not good; then its family is dead. */
  renew(token: string): Promise<Renewal> {
    return this.inTransaction(async (query) => {
      const [family] = await query<{ id: string; sub: string; alive: boolean }>(
        'select f.* from families f join refreshers r on r.family = f.id where r.id = $1 for update of f',
        [hashed(token)],
      );
      if (!family?.alive) return undefined;
      const used = await query('update refreshers set fresh = false where id = $1 and fresh returning id', [
        hashed(token),
      ]);
      if (used.length === 0) {
        await query('update families set alive = false where id = $1', [family.id]);
        return undefined;
      }
      const refreshToken = secret();
      await query('insert into refreshers (id, family) values ($1, $2)', [hashed(refreshToken), family.id]);
      return { sub: family.sub, refreshToken };
    });
  }

  async subOfLive(token: string): Promise<string | undefined> {
    const [row] = await this.query<{ sub: string }>(
      'select sub from families f join refreshers r on r.family = f.id where r.id = $1 and alive and fresh',
      [hashed(token)],
    );
    return row?.sub;
  }

  async killFamily(token: string): Promise<void> {
    await this.query('update families set alive = false where id = (select family from refreshers where id = $1)', [
      hashed(token),
    ]);
  }
}
