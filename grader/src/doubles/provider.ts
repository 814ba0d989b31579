import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf } from './body.ts';
import { type Call, callOf, type Double, openDouble } from './double.ts';
import { answerWith, type DoubleAnswer, type Fault } from './faults.ts';
import { type Attributing, callsAbout } from './mentions.ts';

/** A request to the token endpoint. */
export interface Exchange extends Call {
  form: Record<string, string>;
}

/** Whom the provider lets in, and how it answers about them. */
export interface LetIn {
  /** What userinfo shows; any JSON value. */
  profile: unknown;
  /** Strikes the token endpoint for this code. */
  token?: Fault;
  /** Strikes userinfo for the token of this code. */
  userinfo?: Fault;
}

/** What a check may ask of the log-on provider. Everything is said of one code, so that checks run side by side. */
export interface Provider {
  readonly settings: Record<string, string>;
  /** The user logs on and consents: a code for what the service has sent along in its redirect. */
  code(sent: URLSearchParams, letIn: LetIn): string;
  /** The requests for a token that came with this code. */
  exchanges(code: string): Exchange[];
  /** The requests for the profile that came with the token of this code. */
  profiles(code: string): Call[];
}

interface Grant extends LetIn {
  sent: URLSearchParams;
  bearer: string;
  used: boolean;
  exchanges: Exchange[];
  profiles: Call[];
}

/** Plays a provider as RFC 6749, RFC 7636 and OpenID Connect Core §5.3 have it. */
export class ProviderDouble implements Provider, Attributing, AsyncDisposable {
  readonly #double: Double;
  readonly #grants = new Map<string, Grant>();
  readonly #client = { id: `seeka ${randomBytes(4).toString('hex')}`, secret: `s+%/${randomBytes(8).toString('hex')}` };

  private constructor(double: Double) {
    this.#double = double;
  }

  static async open(): Promise<ProviderDouble> {
    const provider: ProviderDouble = new ProviderDouble(
      await openDouble((request, response) => {
        provider.#answer(request, response).catch(() => response.destroy());
      }, 'Provider'),
    );
    return provider;
  }

  get port(): number {
    return this.#double.port;
  }

  get settings(): Record<string, string> {
    const { url } = this.#double;
    return {
      OAUTH2_AUTHORIZATION_URL: `${url}/auth?prompt=login`,
      OAUTH2_TOKEN_URL: `${url}/token`,
      OAUTH2_USERINFO_URL: `${url}/userinfo`,
      OAUTH2_CLIENT_ID: this.#client.id,
      OAUTH2_CLIENT_SECRET: this.#client.secret,
    };
  }

  code(sent: URLSearchParams, letIn: LetIn): string {
    const code = randomBytes(16).toString('base64url');
    const bearer = randomBytes(24).toString('base64url');
    this.#grants.set(code, { ...letIn, sent, bearer, used: false, exchanges: [], profiles: [] });
    return code;
  }

  exchanges(code: string): Exchange[] {
    return this.#grants.get(code)?.exchanges ?? [];
  }

  profiles(code: string): Call[] {
    return this.#grants.get(code)?.profiles ?? [];
  }

  [callsAbout](mentioned: unknown[]): Call[] {
    const codes = mentioned.filter((it) => typeof it === 'string');
    return codes.flatMap((code) => [...this.exchanges(code), ...this.profiles(code)]);
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#double[Symbol.asyncDispose]();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = callOf(request);
    const body = await bodyOf(request);
    if (call.path === '/token')
      this.#changeCode({ ...call, form: Object.fromEntries(new URLSearchParams(body)) }, response);
    else if (call.path === '/userinfo') this.#showProfile(call, response);
    else answerWith(response, json(404, { error: 'not_found' }));
  }

  #changeCode(exchange: Exchange, response: ServerResponse): void {
    const grant = this.#grants.get(exchange.form.code ?? '');
    grant?.exchanges.push(exchange);
    answerWith(response, this.#tokenFor(exchange, grant), grant?.token);
    if (grant) grant.used = true;
  }

  #tokenFor({ method, headers, form }: Exchange, grant: Grant | undefined): DoubleAnswer {
    if (method !== 'POST') return json(405, { error: 'invalid_request' });
    if (!this.#isClient(headers.authorization, form)) return json(401, { error: 'invalid_client' });
    const { grant_type: type, redirect_uri: uri, code_verifier: verifier = '' } = form;
    const fits =
      type === 'authorization_code' && uri === grant?.sent.get('redirect_uri') && proves(verifier, grant?.sent);
    if (!grant || grant.used || !fits) return json(400, { error: 'invalid_grant' });
    return json(200, {
      access_token: grant.bearer,
      token_type: 'Bearer',
      expires_in: 60,
      scope: 'openid email profile',
    });
  }

  /** RFC 6749 §2.3.1: HTTP Basic of encoded words, or in the body. */
  #isClient(authorization = '', form: Record<string, string>): boolean {
    const { id, secret } = this.#client;
    const [, basic = ''] = /^Basic +(\S+)$/i.exec(authorization) ?? [];
    const given = Buffer.from(basic, 'base64').toString();
    // Many clients do not encode the words, though they should.
    const encoded = new URLSearchParams([[id, secret]]).toString().replace('=', ':');
    const accepted = [`${id}:${secret}`, encoded, [id, secret].map(encodeURIComponent).join(':')];
    return accepted.includes(given) || (form.client_id === id && form.client_secret === secret);
  }

  #showProfile(call: Call, response: ServerResponse): void {
    const [, token] = /^Bearer +(\S+)$/i.exec(call.headers.authorization ?? '') ?? [];
    const grant = [...this.#grants.values()].find(({ bearer }) => bearer === (token ?? call.query.access_token));
    grant?.profiles.push(call);
    // Who writes the token into the URL is not served (RFC 6750 §2.3).
    if (grant && token) answerWith(response, json(200, grant.profile), grant.userinfo);
    else answerWith(response, json(401, { error: 'invalid_token' }));
  }
}

/** RFC 7636 §4.6, by S256. */
function proves(verifier: string, sent: URLSearchParams | undefined): boolean {
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  return /^[\w.~-]{43,128}$/.test(verifier) && challenge === sent?.get('code_challenge');
}

function json(status: number, value: unknown): DoubleAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
