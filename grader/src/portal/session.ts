import connectPgSimple from 'connect-pg-simple';
import type { RequestHandler } from 'express';
import session from 'express-session';
import type { PortalParts } from './parts.ts';

/** Of a session that nobody uses. */
const IDLE_MS = 8 * 3_600_000;

declare module 'express-session' {
  interface SessionData {
    /** Where somebody wanted to go who had to log on first. */
    wanted?: string;
  }
}

/** Sessions in the gradebook's database: begun at the log-on, each use puts their end off. */
export function sessions({ pool, secret, settings, log }: Omit<PortalParts, 'limits'>): RequestHandler {
  const Store = connectPgSimple(session);
  const isHttps = settings.url.startsWith('https:');
  return session({
    store: new Store({ pool, tableName: 'sessions', pruneSessionInterval: false, errorLog: (text) => log(`${text}`) }),
    secret,
    // A browser takes a cookie of that name over https only, from this host only, for all paths.
    name: isHttps ? '__Host-seeka' : 'seeka',
    cookie: { httpOnly: true, sameSite: 'lax', secure: isHttps, maxAge: IDLE_MS, path: '/' },
    ...{ rolling: true, resave: false, saveUninitialized: false, proxy: settings.proxies > 0 },
  });
}
