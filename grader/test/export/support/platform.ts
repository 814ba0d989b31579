import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exportPKCS8, type GenerateKeyPairResult, generateKeyPair, jwtVerify } from 'jose';
import type { AgsScore } from '../../../src/export/lti.ts';
import type { Registration } from '../../../src/export/lti-token.ts';
import { faultsOf } from './schemas.ts';

const SCOPE = 'https://purl.imsglobal.org/spec/lti-ags/scope/score';
const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const CLIENT = 'seeka-at-our-university';
const LINEITEM = '/courses/7/lineitems/3';

/** Instead of an answer of its own, a status, silence, or a body; one for each request, then it behaves. */
export type Mood = { status: number; headers?: Record<string, string>; body?: string } | 'hang' | 'hang up';

type Keys = GenerateKeyPairResult;
const ourKeys = generateKeyPair('RS256', { extractable: true });

/** An LTI 1.3 platform that stores scores, and refuses whatever is not exactly as the specifications want it. */
export class Platform {
  /** Scores that were taken, with the path and query they came by. */
  readonly scores: (AgsScore & { url: string })[] = [];
  /** Reasons of its refusals. */
  readonly refusals: string[] = [];
  readonly tokens: string[] = [];
  tokenMoods: Mood[] = [];
  scoreMoods: Mood[] = [];
  /** What the token's answer says of itself. */
  scope = SCOPE;
  readonly #server = createServer((request, response) => this.#answer(request, response));
  readonly #used = new Set<unknown>();
  readonly #query: string;
  readonly #keys: Keys;
  readonly #pem: string;

  private constructor(query: string, keys: Keys, pem: string) {
    this.#query = query;
    this.#keys = keys;
    this.#pem = pem;
  }

  static async open({ query = '' } = {}): Promise<Platform> {
    const keys = await ourKeys;
    const platform = new Platform(query, keys, await exportPKCS8(keys.privateKey));
    await new Promise<void>((resolve) => platform.#server.listen(0, '127.0.0.1', resolve));
    return platform;
  }

  get lineitem(): string {
    return `${this.#origin}${LINEITEM}${this.#query}`;
  }

  get registration(): Registration {
    return { clientId: CLIENT, tokenUrl: `${this.#origin}/token`, privateKey: this.#pem, keyId: 'key-1' };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  get #origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isToken = request.url === '/token';
    const body = await text(request);
    const mood = (isToken ? this.tokenMoods : this.scoreMoods).shift();
    if (mood === 'hang') return;
    if (mood === 'hang up') return void request.socket.destroy();
    if (mood) return void response.writeHead(mood.status, mood.headers).end(mood.body ?? '');
    try {
      const answer = isToken ? await this.#tokenFor(request, body) : this.#scoreFrom(request, body);
      response.writeHead(isToken ? 200 : 204, { 'content-type': 'application/json' }).end(answer);
    } catch (error) {
      const { message, status = 400 } = error as Refusal;
      this.refusals.push(message);
      response.writeHead(status).end(JSON.stringify({ error: message }));
    }
  }

  async #tokenFor(request: IncomingMessage, body: string): Promise<string> {
    const form = new URLSearchParams(body);
    must(request.method === 'POST', 'method');
    must(request.headers['content-type'] === 'application/x-www-form-urlencoded', 'content type of the token request');
    must(form.get('grant_type') === 'client_credentials', 'grant_type');
    must(form.get('client_assertion_type') === ASSERTION, 'assertion type');
    must(form.get('scope') === SCOPE, 'scope');
    const { payload, protectedHeader } = await jwtVerify(form.get('client_assertion') ?? '', this.#keys.publicKey, {
      ...{ algorithms: ['RS256'], issuer: CLIENT, subject: CLIENT, audience: `${this.#origin}/token` },
      ...{ requiredClaims: ['iat', 'exp', 'jti'], maxTokenAge: '5m' },
    });
    must(protectedHeader.kid === 'key-1' && protectedHeader.typ === 'JWT', 'header of the assertion');
    must(!this.#used.has(payload.jti), 'jti: it was used before');
    this.#used.add(payload.jti);
    const token = `token-${this.#used.size}`;
    this.tokens.push(token);
    return JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: 3600, scope: this.scope });
  }

  #scoreFrom(request: IncomingMessage, body: string): string {
    const [, token = ''] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
    const { method, url = '' } = request;
    must(this.tokens.includes(token), 'token', 401);
    must(method === 'POST' && url === `${LINEITEM}/scores${this.#query}`, `URL ${url}`, 404);
    must(request.headers['content-type'] === 'application/vnd.ims.lis.v1.score+json', 'content type of a score', 415);
    const score = JSON.parse(body) as AgsScore;
    must(faultsOf('ags', score).length === 0, faultsOf('ags', score).join('; '), 422);
    must(score.userId.startsWith('sub-'), `user ${score.userId}`, 404);
    this.scores.push({ ...score, url });
    return '';
  }
}

class Refusal extends Error {
  readonly status: number;

  constructor(what: string, status: number) {
    super(what);
    this.status = status;
  }
}

function must(holds: boolean, what: string, status = 400): void {
  if (!holds) throw new Refusal(what, status);
}
