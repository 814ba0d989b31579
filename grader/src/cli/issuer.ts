import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose';

/** Gives out tokens as the course's log-on does. Its key is made at the start, and is nowhere else. */
export interface Issuer extends AsyncDisposable {
  /** What its tokens call it. */
  readonly url: string;
  readonly keySetUrl: string;
  /** For whom the token is, by the id at Person. */
  token(sub: string): Promise<string>;
}

/** Whom the tokens of `seeka dev` are for. */
export const AUDIENCE = 'seeka';
const LIFETIME = '12h';

/** Serves its key set on this machine alone. */
export async function openIssuer(): Promise<Issuer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const key = await exportJWK(publicKey);
  const header = { alg: 'ES256', kid: await calculateJwkThumbprint(key) };
  const keySet = JSON.stringify({ keys: [{ ...key, ...header, use: 'sig' }] });
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(keySet);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sign = (claims: SignJWT) => claims.setProtectedHeader({ ...header, typ: 'at+jwt' }).sign(privateKey);
  return {
    url,
    keySetUrl: `${url}/.well-known/jwks.json`,
    token: (sub) => sign(claimsOf(url, sub)),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

function claimsOf(issuer: string, sub: string): SignJWT {
  return new SignJWT({ client_id: 'seeka', scope: 'profile' })
    .setIssuer(issuer)
    .setAudience(AUDIENCE)
    .setSubject(sub)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime(LIFETIME);
}

const ASKER = { firstName: 'Ben', lastName: 'Okafor', email: 'ben@example.org' };
const LIMIT_MS = 5_000;

/** The id of Ben Okafor at Person, made there when he is new; undefined when that Person cannot tell. */
export async function askerAt(personUrl: string): Promise<string | undefined> {
  const persons = `${personUrl}/persons`;
  const signal = AbortSignal.timeout(LIMIT_MS);
  try {
    const found = await fetch(`${persons}?email=${encodeURIComponent(ASKER.email)}`, { signal });
    const { data } = (await found.json()) as { data: { id: string }[] };
    if (data[0]) return data[0].id;
    const headers = { 'content-type': 'application/json' };
    const made = await fetch(persons, { method: 'POST', headers, body: JSON.stringify(ASKER), signal });
    return made.ok ? ((await made.json()) as { id: string }).id : undefined;
  } catch {
    // A Person of one's own may be anything.
    return undefined;
  }
}
