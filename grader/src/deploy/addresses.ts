import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';
import { buildConnector } from 'undici';
import { rangeOf } from './ranges.ts';

/**
 * Where requests to a URL may go. `any`: anywhere, for somebody's own machine. `public`: https to public addresses.
 * `allow`: that, and any URL at these addresses or ranges, e.g. "10.1.0.0/16".
 */
export type Addresses = 'any' | 'public' | { allow: string[] };

/** All addresses of a host. */
export type Resolve = (host: string) => Promise<{ address: string; family: number }[]>;

/** A URL, or the name in it, leads where the grader does not go. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

// An honest server across the world answers within 1 s.
const CONNECT_MS = 10_000;
/** What is reached from a cloud's own machines alone, at an address that looks public. */
const CLOUD_INTERNAL = new Set(['168.63.129.16']);
/** All addresses given out to the world so far (RFC 4291 §2.4): what lies outside carries something else. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Opens connections to permitted addresses alone: each name is looked up once, and what was judged is connected to.
 * Throws RangeError when something else than addresses and ranges is allowed.
 */
export function guardedConnector(addresses: Addresses, resolve: Resolve = resolveAll): buildConnector.connector {
  if (typeof addresses === 'object') addresses.allow.forEach(rangeOf);
  const connectorFor = (protocol: string) => {
    const guarded = lookupOf((host) => permitted(host, protocol, addresses, resolve));
    return buildConnector({ allowH2: false, timeout: CONNECT_MS, lookup: guarded });
  };
  const connectors = { 'http:': connectorFor('http:'), 'https:': connectorFor('https:') };
  return (options, callback) => {
    const { hostname, protocol } = options;
    // Nobody looks up what is an address already.
    const reason = isIP(hostname) ? whyRefused(hostname, protocol, addresses) : undefined;
    if (reason) return void process.nextTick(callback, new AddressRefused(reason), null);
    connectors[protocol === 'https:' ? 'https:' : 'http:'](options, callback);
  };
}

/** Why no request goes to this address over this protocol; undefined when one may. */
export function whyRefused(address: string, protocol: string, addresses: Addresses): string | undefined {
  if (addresses === 'any' || (addresses !== 'public' && isAllowed(address, addresses.allow))) return undefined;
  const kind = kindOf(address);
  if (kind !== 'public') return `${address} is no public address (${kind})`;
  return protocol === 'https:' ? undefined : `${address} is asked over https alone`;
}

/** 'public', or what an address is instead. */
export function kindOf(address: string, own: string[] = ownAddresses()): string {
  if (!ipaddr.isValid(address)) return 'unreadable';
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (range !== 'unicast') return range;
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(GLOBAL_IPV6)) return 'not global';
  if (CLOUD_INTERNAL.has(parsed.toString())) return 'internal to a cloud';
  return own.some((one) => ipaddr.parse(one).toString() === parsed.toString()) ? 'this machine' : 'public';
}

function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((list = []) => list.map(({ address }) => address));
}

function isAllowed(address: string, allow: string[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  return allow.some((text) => {
    const [base, bits] = rangeOf(text);
    return base.kind() === parsed.kind() && parsed.match(base, bits);
  });
}

/** One bad address among several refuses them all: nobody needs such a mixture. */
async function permitted(host: string, protocol: string, addresses: Addresses, resolve: Resolve) {
  const found = await resolve(host);
  if (found.length === 0) throw new AddressRefused(`${host} leads to no address`);
  const reason = found.map(({ address }) => whyRefused(address, protocol, addresses)).find(Boolean);
  if (reason) throw new AddressRefused(`${host} leads to ${reason.replace(/^(\S+) is /, '$1, which is ')}`);
  return found;
}

const resolveAll: Resolve = (host) => lookup(host, { all: true });

/** Node's `lookup` option: callbacks, and one address or all, as the caller asks. */
function lookupOf(find: Resolve): LookupFunction {
  return (host, options, callback) => {
    find(host).then(
      (found) => {
        const [first] = found;
        if (options.all) callback(null, found);
        else callback(null, first?.address ?? '', first?.family);
      },
      (error) => callback(error, ''),
    );
  };
}
