import { randomUUID } from 'node:crypto';
import { importPKCS8, SignJWT } from 'jose';
import type { Courier } from './lti-courier.ts';

export const SCOPE = 'https://purl.imsglobal.org/spec/lti-ags/scope/score';
const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** What a platform and a tool know of each other after registration. */
export interface Registration {
  clientId: string;
  tokenUrl: string;
  /** Whom the assertion is for; by default the token URL. */
  audience?: string;
  /** RSA, PKCS #8 PEM; the platform has the public half. */
  privateKey: string;
  keyId: string;
}

/** The platform's token endpoint does not give a token: nothing can be sent. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
}

/** A fresh token by client credentials with a signed assertion (RFC 7523 §2.2). @throws TokenRefused */
export async function accessToken(registration: Registration, courier: Courier): Promise<string> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: ASSERTION,
    client_assertion: await assertion(registration),
    scope: SCOPE,
  });
  const answer = await courier.post(registration.tokenUrl, {
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: form.toString(),
  });
  if (answer.status !== 200) throw new TokenRefused(`The platform gives no token: ${answer.told}.`);
  const { access_token: token, scope } = parsed(answer.body);
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token))
    throw new TokenRefused('The platform’s answer has no access_token.');
  // Without the member, the scope is the one asked for (RFC 6749 §5.1).
  if (typeof scope === 'string' && !scope.split(' ').includes(SCOPE))
    throw new TokenRefused('The platform gives a token, but not for sending scores: allow the tool the score scope.');
  return token;
}

async function assertion({ clientId, tokenUrl, audience = tokenUrl, privateKey, keyId }: Registration) {
  return await new SignJWT()
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: keyId })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime('5m')
    .setJti(randomUUID())
    .sign(await importPKCS8(privateKey, 'RS256'));
}

function parsed(body: string): { access_token?: unknown; scope?: unknown } {
  try {
    return Object(JSON.parse(body));
  } catch {
    return {};
  }
}
