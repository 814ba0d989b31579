import ipaddr from 'ipaddr.js';

/** The first address of a range such as 10.1.0.0/16, and how many bits all of it share; an address is a range of one. @throws RangeError */
export function rangeOf(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  if (!ipaddr.isValid(text)) throw new RangeError(`"${text}" is neither an address nor a range such as 10.1.0.0/16.`);
  const address = ipaddr.parse(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}
