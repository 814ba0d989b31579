import { type Request, type Response, Router } from 'express';
import passport from 'passport';
import OAuth2Strategy from 'passport-oauth2';
import type { Member } from '../course/roster.ts';
import { messageOf } from '../reason.ts';
import { pageWanted, requireMember } from './guards.ts';
import type { PortalParts } from './parts.ts';
import { Refusal } from './refusal.ts';
import type { LogOnSettings, PortalSettings } from './settings.ts';

type Passport = InstanceType<typeof passport.Passport>;
type Claims = Record<string, unknown>;
type Verify = (access: string, refresh: string, claims: Claims, done: OAuth2Strategy.VerifyCallback) => void;

/** The provider gave no usable answer. */
class ProviderError extends Error {}

const LIMIT_MS = 10_000;

/** Any provider of OAuth 2.0: what userinfo says is read as it is, with the token in a header. */
class Provider extends OAuth2Strategy {
  // Not #private: passport uses an object that inherits from this one.
  readonly settings: LogOnSettings;

  constructor({ url, logOn }: PortalSettings, verify: Verify) {
    super(
      {
        ...{
          authorizationURL: logOn.authorizationUrl,
          tokenURL: logOn.tokenUrl,
          callbackURL: `${url}/log-on/callback`,
        },
        ...{ clientID: logOn.clientId, clientSecret: logOn.clientSecret, scope: logOn.scope, pkce: true, state: true },
      },
      verify,
    );
    this.settings = logOn;
  }

  override userProfile(token: string, done: (error?: unknown, profile?: Claims) => void): void {
    claimsOf(this.settings, token).then((claims) => done(null, claims), done);
  }

  /** OpenID Connect Core §3.1.2.1: whoever is logged on there is asked who they are. */
  override authorizationParams({ again }: { again?: boolean }): object {
    return again ? { prompt: 'login' } : {};
  }
}

async function claimsOf({ userinfoUrl }: LogOnSettings, token: string): Promise<Claims> {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
  const answer = await fetch(userinfoUrl, { headers, redirect: 'error', signal: AbortSignal.timeout(LIMIT_MS) });
  if (!answer.ok) throw new ProviderError(`${userinfoUrl} answered ${answer.status}.`);
  return (await answer.json()) as Claims;
}

/** Recognises whom a session belongs to: whoever has left the roster since is nobody. */
export function passportFor(parts: PortalParts): Passport {
  const { settings, roll } = parts;
  const logOns = new passport.Passport();
  const verify: Verify = (_access, _refresh, claims, done) => {
    const who = admitted(claims, parts);
    if (who instanceof Refusal) done(null, false, { refusal: who });
    else done(null, who);
  };
  logOns.use(new Provider(settings, verify));
  logOns.serializeUser<string>((member, done) => done(null, (member as Member).id));
  logOns.deserializeUser<string>((id, done) => done(null, roll.member(id) ?? false));
  return logOns;
}

/** Only a verified address is somebody's own, and only one of the roster lets somebody in. */
function admitted(claims: Claims, { settings, roll }: PortalParts): Member | Refusal {
  const { emailClaim, verifiedClaim } = settings.logOn;
  const email = claims[emailClaim];
  if (typeof email !== 'string' || email === '') return noAddress();
  // Some providers say it as a text.
  if (claims[verifiedClaim] !== true && claims[verifiedClaim] !== 'true') return unverified(email);
  return roll.whoHas(email) ?? unknown(email);
}

/** Begins the log-on, and ends it. */
export function logOnRoutes(logOns: Passport, log: (line: string) => void): Router {
  const router = Router();
  router.get('/log-on', (request, response, next) => {
    if (request.user) return response.redirect(303, '/');
    const wanted = pageWanted(request.query.wanted);
    if (wanted !== undefined) request.session.wanted = wanted;
    logOns.authenticate('oauth2', { again: request.query.again !== undefined } as object)(request, response, next);
  });
  router.get('/log-on/callback', (request, response, next) => {
    const wanted = request.session.wanted ?? '/';
    logOns.authenticate('oauth2', (error: unknown, member: Member | false, info?: { refusal?: Refusal }) => {
      if (error) log(`log-on: ${messageOf(error)}`);
      if (error || !member) return next(error ? providerAway() : (info?.refusal ?? notDone()));
      // Gives the session another id: one that somebody else knew before is worth nothing.
      request.logIn(member, (failed) => (failed ? next(failed) : response.redirect(303, wanted)));
    })(request, response, next);
  });
  router.post('/log-off', requireMember, (request, response, next) => leave(request, response).catch(next));
  return router;
}

async function leave(request: Request, response: Response): Promise<void> {
  await new Promise<void>((resolve, reject) =>
    request.session.destroy((error?: Error) => (error ? reject(error) : resolve())),
  );
  response.redirect(303, '/');
}

const OTHER = 'Log on with the account that the course knows, or ask your instructor to correct the roster.';

function noAddress(): Refusal {
  return new Refusal(
    403,
    'Who are you?',
    'The log-on did not tell your e-mail address.',
    'Allow it, and log on again.',
  );
}

function unverified(email: string): Refusal {
  const message = `The log-on says that ${email} has not been verified: anybody could have written it there.`;
  return new Refusal(403, 'Your address is not verified', message, 'Verify it where you log on, then come back.');
}

function unknown(email: string): Refusal {
  return new Refusal(403, 'You are not in the roster', `The roster of this course does not have ${email}.`, OTHER);
}

function notDone(): Refusal {
  const message = 'The log-on was broken off, or took too long.';
  return new Refusal(403, 'You are not logged on', message, 'Begin it anew, in one window.');
}

function providerAway(): Refusal {
  const message = 'The service that logs you on gave no usable answer.';
  return new Refusal(502, 'The log-on failed', message, 'Try again in a minute. If it stays so, tell your instructor.');
}
