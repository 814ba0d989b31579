import { lookup } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';
import { kindOf } from '../deploy/addresses.ts';
import { IngestError } from './errors.ts';

/** All addresses of a host, as the machine's resolver gives them. */
export type Lookup = (host: string) => Promise<string[]>;

export const systemLookup: Lookup = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

/**
 * The addresses of a host in the public internet.
 * @throws IngestError when there are none, or any one is not public.
 */
export async function publicAddressesOf(host: string, resolve: Lookup): Promise<string[]> {
  const addresses = await addressesOf(host, resolve);
  const wrong = addresses.find((address) => kindOf(address) !== 'public');
  if (wrong === undefined) return addresses;
  const message = `The host ${host} has the address ${wrong}, which is not in the public internet.`;
  throw new IngestError('private address', message, 'Give a repository that anybody can reach, or hand in a zip.');
}

/** @throws IngestError when there are none. */
export async function addressesOf(host: string, resolve: Lookup): Promise<string[]> {
  const literal = host.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(literal)) return [literal];
  return await resolve(host).catch((error: NodeJS.ErrnoException) => {
    const { code } = error;
    // Some machines say so of every host while they are offline: nobody may get a zero for that.
    if (code === 'ENOTFOUND')
      throw new IngestError(
        'no such host',
        `There is no host ${host}.`,
        'Check how the URL is spelt, or grade it again when the network is up.',
        'ours',
      );
    const message = `The name ${host} cannot be looked up (${code}).`;
    throw new IngestError('network', message, 'Grade it again when the network is up.', 'ours');
  });
}
