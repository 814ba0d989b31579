/** What stands behind the gateway. The site answers every path that no row has. */
export type Neighbour = 'address' | 'person' | 'oauth2' | 'profile' | 'address-verification' | 'site';

/** One (verb, path) and who answers it. */
export interface Row {
  verb: string;
  /** Segments of the public URL; `{id}` is any one segment. */
  path: string;
  service: Neighbour;
  /** The authorizer is asked before the service. */
  guarded: boolean;
  /** The service does not know this beginning of the path: it is taken off. */
  strip?: string;
}

/** What the gateway does with a method at a path. */
export type Match = { kind: 'row'; row: Row } | { kind: 'method'; allow: string[] } | { kind: 'none' };

/** Every way through the gateway. Whoever is not named here, such as the authorizer, is not to be reached. */
export const table: Row[] = [
  open('address', '/addresses', 'GET', 'POST'),
  open('address', '/addresses/{id}', 'GET', 'PUT', 'DELETE'),
  guarded('person', '/persons', 'GET', 'POST'),
  guarded('person', '/persons/{id}', 'GET', 'PUT', 'PATCH', 'DELETE'),
  guarded('person', '/persons/{id}/address', 'GET', 'PUT', 'DELETE'),
  guarded('profile', '/profiles', 'POST'),
  guarded('profile', '/profiles/{personId}', 'GET', 'DELETE'),
  guarded('profile', '/operations/{id}', 'GET'),
  open('oauth2', '/login', 'GET'),
  open('oauth2', '/login/callback', 'GET'),
  open('oauth2', '/token', 'POST'),
  open('oauth2', '/revoke', 'POST'),
  open('oauth2', '/introspect', 'POST'),
  // It judges its token by itself: it takes a cookie too.
  open('oauth2', '/me', 'GET'),
  open('oauth2', '/.well-known/jwks.json', 'GET'),
  open('oauth2', '/.well-known/oauth-authorization-server', 'GET'),
  open('address-verification', '/verification/street-address', 'GET').map(stripped('/verification')),
  // For experiments: in earnest nobody would let it out.
  open('address-verification', '/verification/faults', 'GET', 'PUT', 'DELETE').map(stripped('/verification')),
].flat();

function open(service: Neighbour, path: string, ...verbs: string[]): Row[] {
  return verbs.map((verb) => ({ verb, path, service, guarded: false }));
}

function guarded(service: Neighbour, path: string, ...verbs: string[]): Row[] {
  return verbs.map((verb) => ({ verb, path, service, guarded: true }));
}

function stripped(strip: string): (row: Row) => Row {
  return (row) => ({ ...row, strip });
}

/** Compares segment by segment, as the client wrote them: nothing is decoded, so no spelling slips past a guard. */
export function match(method: string, path: string, rows: Row[] = table): Match {
  const there = rows.filter((row) => fits(row.path, path));
  const verb = method === 'HEAD' ? 'GET' : method;
  const row = there.find((one) => one.verb === verb);
  if (row) return { kind: 'row', row };
  return there.length === 0 ? { kind: 'none' } : { kind: 'method', allow: allowed(there) };
}

function fits(template: string, path: string): boolean {
  const wanted = template.split('/');
  const given = path.split('/');
  return wanted.length === given.length && wanted.every((part, at) => part === given[at] || isAny(part, given[at]));
}

function isAny(part: string, given = ''): boolean {
  return part.startsWith('{') && given !== '';
}

function allowed(rows: Row[]): string[] {
  const verbs = rows.map(({ verb }) => verb);
  return [...verbs, ...(verbs.includes('GET') ? ['HEAD'] : []), 'OPTIONS'];
}
