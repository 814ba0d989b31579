import type { CookieOptions, Request } from 'express';

/** The browser of an unfinished log-on. */
export const BROWSER = 'seeka-log-on';
/** The access token of a finished one. */
export const TOKEN = 'seeka-token';

/** Out of reach for scripts (HttpOnly), and not sent along from other sites' pages (SameSite), but for links (RFC 6265bis). */
export function guarded(publicUrl: string, maxAgeSeconds: number): CookieOptions {
  const secure = publicUrl.startsWith('https:');
  return { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: maxAgeSeconds * 1_000 };
}

/** The value of a cookie that came with a request (RFC 6265 §5.4). */
export function cookieOf(request: Request, name: string): string | undefined {
  const pairs = (request.get('Cookie') ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
