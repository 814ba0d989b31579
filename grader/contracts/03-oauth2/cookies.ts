/** A cookie as a browser keeps it: one of the same name at another path is another cookie (RFC 6265 §5.3). */
export interface Cookie {
  name: string;
  value: string;
  path: string;
  /** Out of reach for scripts, and for other sites' forms. */
  guarded: boolean;
  /** Whether the service has taken it away. */
  ended: boolean;
}

/** RFC 6265bis §5.5, as far as a service of one origin can tell. */
export function cookieIn(line: string, requested: string): Cookie {
  const [pair = '', ...rest] = line.split(';').map((part) => part.trim());
  const name = pair.slice(0, Math.max(0, pair.indexOf('=')));
  const attributes = new Map(rest.map(attributeIn));
  const path = attributes.get('path') ?? '';
  return {
    name,
    value: pair.slice(name.length + 1),
    path: path.startsWith('/') ? path : defaultPath(requested),
    guarded: attributes.has('httponly') && /^(lax|strict)$/i.test(attributes.get('samesite') ?? ''),
    ended: isEnded(attributes),
  };
}

function attributeIn(part: string): [name: string, value: string] {
  const [name = '', ...value] = part.split('=');
  return [name.trim().toLowerCase(), value.join('=').trim()];
}

/** RFC 6265 §5.1.4. */
function defaultPath(requested: string): string {
  const path = requested.replace(/[?#].*$/s, '');
  return path.slice(0, Math.max(1, path.lastIndexOf('/')));
}

/** Max-Age counts before Expires (RFC 6265 §4.1.2.2). */
function isEnded(attributes: Map<string, string>): boolean {
  const age = attributes.get('max-age') ?? '';
  if (/^-?\d+$/.test(age)) return Number(age) <= 0;
  return Date.parse(attributes.get('expires') ?? '') <= Date.now();
}

/** The cookies after one more was set, or taken away. */
export function keep(cookies: Cookie[], cookie: Cookie): Cookie[] {
  const others = cookies.filter(({ name, path }) => name !== cookie.name || path !== cookie.path);
  return cookie.ended || cookie.name === '' ? others : [...others, cookie];
}

/** What goes along to a path; no header without a cookie. */
export function cookieHeader(cookies: Cookie[], requested: string): { cookie?: string } {
  const target = requested.replace(/[?#].*$/s, '');
  const fitting = cookies.filter(({ path }) => leadsTo(path, target));
  const cookie = fitting.map(({ name, value }) => `${name}=${value}`).join('; ');
  return cookie ? { cookie } : {};
}

/** RFC 6265 §5.1.4. */
function leadsTo(path: string, target: string): boolean {
  return target === path || target.startsWith(path.endsWith('/') ? path : `${path}/`);
}
