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

/** An end is put off so often, not at each request: that would be a write for each page. */
const PUT_OFF_MS = 60_000;
const MOST_REMEMBERED = 10_000;

function storeFor({ pool, log }: Pick<PortalParts, 'pool' | 'log'>): session.Store {
  const Store = connectPgSimple(session);
  const store = new Store({
    pool,
    tableName: 'sessions',
    pruneSessionInterval: 900,
    errorLog: (text) => log(`${text}`),
  });
  const putOff = new Map<string, number>();
  const touch = store.touch.bind(store);
  store.touch = (sid, data, done) => {
    if (Date.now() - (putOff.get(sid) ?? 0) < PUT_OFF_MS) return done?.();
    if (putOff.size >= MOST_REMEMBERED) putOff.clear();
    putOff.set(sid, Date.now());
    touch(sid, data, done);
  };
  return store;
}

/** Sessions in the gradebook's database: begun at the log-on, each use puts their end off. */
export function sessions({ pool, secret, settings, log }: Omit<PortalParts, 'limits'>): RequestHandler {
  const isHttps = settings.url.startsWith('https:');
  return session({
    store: storeFor({ pool, log }),
    secret,
    // A browser takes a cookie of that name over https only, from this host only, for all paths.
    name: isHttps ? '__Host-seeka' : 'seeka',
    cookie: { httpOnly: true, sameSite: 'lax', secure: isHttps, maxAge: IDLE_MS, path: '/' },
    ...{ rolling: true, resave: false, saveUninitialized: false, proxy: settings.proxies > 0 },
  });
}
