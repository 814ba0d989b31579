import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { logOn, portal, provider, SCOPE_TABLE } from './log-on.ts';
import { referenceOf } from './reference.ts';

/** Where everything that runs can be reached, by name. */
export type Urls = Record<string, string>;

/** One process of the running course. A row more is a service more. */
export interface Part {
  name: string;
  /** Where its package is: what `npm start`, or its Procfile, does there is done. */
  folder: string;
  /** Another script of its package than `start`. */
  script?: string;
  /** Name of the database it keeps its data in; it gets DATABASE_URL. */
  database?: string;
  /** Further settings, from the URLs of all parts and the names of those that run. PORT comes by itself. */
  settings(urls: Urls, running: string[]): Record<string, string>;
  /** What the list of URLs says of it: paths at the gateway, by what is found there. */
  shown: Record<string, string>;
  /** What the list of URLs calls it, when people find it at an address of its own. */
  title?: string;
}

export interface Choice {
  /** Build the site when it is missing or stale. */
  site: boolean;
  /** Folders that take the place of the course's own, by name of the part. */
  use: Record<string, string>;
}

/** Every part of the course. */
export function partsOf(course: string, { site, use }: Choice): Part[] {
  const rows = [...labParts(course), ...otherParts(course), ...portalParts(course), ...siteParts(course, site)];
  return rows.map((part) => ({ ...part, folder: use[part.name] ?? part.folder }));
}

function labParts(course: string): Part[] {
  const lab = (name: string) => referenceOf(course, name);
  return [
    {
      ...{ name: 'address', folder: lab('01-address'), database: 'address', shown: { Address: '/addresses' } },
      settings: (urls) => ({ ADDRESS_VERIFICATION_URL: urls['address-verification'] ?? '' }),
    },
    {
      ...{ name: 'person', folder: lab('02-person'), database: 'person', shown: { Person: '/persons' } },
      settings: ({ address = '' }) => ({ ADDRESS_URL: address }),
    },
    {
      ...{ name: 'oauth2', folder: lab('03-oauth2'), database: 'oauth2', shown: { 'Log-on': '/login' } },
      settings: (urls) => ({ ...logOn(urls), PERSON_URL: urls.person ?? '', SCOPE_TABLE: JSON.stringify(SCOPE_TABLE) }),
    },
    {
      ...{ name: 'profile', folder: lab('04-profile'), database: 'profile', shown: { Profile: '/profiles' } },
      settings: ({ address = '', person = '', oauth2 = '', gateway = '' }) => ({
        ...{ ADDRESS_URL: address, PERSON_URL: person, JWKS_URL: `${oauth2}/.well-known/jwks.json` },
        ...{ TOKEN_ISSUER: gateway, TOKEN_AUDIENCE: 'seeka' },
      }),
    },
  ];
}

function otherParts(course: string): Part[] {
  const service = (name: string) => ({ name, folder: join(course, 'services', name), settings: () => ({}), shown: {} });
  const street = '/verification/street-address?street=120+w+12+st&zipcode=10011';
  return [
    { ...service('address-verification'), shown: { 'Address verification': street } },
    {
      ...service('identity-provider'),
      settings: provider,
    },
    { ...service('gateway'), settings: neighbours, shown: { 'All contracts, to try': '/api-docs/' } },
  ];
}

/** The student edition has no portal. */
function portalParts(course: string): Part[] {
  const folder = join(course, 'grader', 'src', 'portal', 'demo');
  if (!existsSync(folder)) return [];
  const part = { name: 'portal', folder, database: 'portal_demo', shown: {}, title: 'Grading portal' };
  return [{ ...part, settings: portal }];
}

/** The student edition has no site. */
function siteParts(course: string, site: boolean): Part[] {
  if (!existsSync(join(course, 'docs', 'package.json'))) return [];
  const part = { name: 'site', folder: join(course, 'services', 'platform'), script: 'site', shown: {} };
  return [{ ...part, settings: () => ({ SITE_BUILD: site ? 'yes' : 'no' }) }];
}

/** The gateway is told only of those that run: of the others it says that they are not in use. */
function neighbours(urls: Urls, running: string[]): Record<string, string> {
  const others = running.filter((name) => name !== 'gateway');
  return Object.fromEntries(others.map((name) => [`${name.toUpperCase().replaceAll('-', '_')}_URL`, urls[name] ?? '']));
}
