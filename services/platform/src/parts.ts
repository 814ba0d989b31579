import { join } from 'node:path';

/** Where everything that runs can be reached, by name. */
export type Urls = Record<string, string>;

/** One service of the running course. A row more is a service more. */
export interface Part {
  name: string;
  /** What it says of itself in the list of URLs. */
  title: string;
  folder: string;
  /** Name of the database it keeps its data in. */
  database?: string;
  /** Further settings, from the URLs of the parts above it. */
  settings(urls: Urls): Record<string, string>;
}

/** In the order of their start: each knows those above it. */
export function partsOf(course: string): Part[] {
  return [
    {
      name: 'address-verification',
      title: 'address verification, the API outside',
      folder: join(course, 'services', 'address-verification'),
      settings: () => ({}),
    },
    {
      name: 'address',
      title: 'Address, the reference service of Lab 01',
      folder: join(course, 'solutions', '01-address'),
      database: 'address',
      settings: (urls) => ({ ADDRESS_VERIFICATION_URL: urls['address-verification'] ?? '' }),
    },
  ];
}

/** What the gateway sends where: the longest prefix that fits wins; what fits none is the site's. */
export const routes: { prefix: string; part: string; strip?: true }[] = [
  { prefix: '/addresses', part: 'address' },
  { prefix: '/api-docs', part: 'address' },
  { prefix: '/openapi.json', part: 'address' },
  { prefix: '/health', part: 'address' },
  { prefix: '/verification', part: 'address-verification', strip: true },
];
