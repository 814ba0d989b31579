import { join } from 'node:path';

/** Where everything that runs can be reached, by name. */
export type Urls = Record<string, string>;

/** One service of the running course. A row more is a service more. */
export interface Part {
  name: string;
  /** Where its package is: what `npm start` does there is done. */
  folder: string;
  /** Name of the database it keeps its data in; it gets DATABASE_URL. */
  database?: string;
  /** Further settings, from the URLs of all parts. PORT comes by itself. */
  settings(urls: Urls): Record<string, string>;
  /** What the list of URLs says of it: paths at the gateway, by what is found there. */
  shown: Record<string, string>;
}

/** One way through the gateway. */
export interface Route {
  prefix: string;
  part: string;
  /** The part does not know the prefix: it is taken off. */
  strip?: true;
}

export function partsOf(course: string): Part[] {
  return [
    {
      name: 'address',
      folder: join(course, 'solutions', '01-address'),
      database: 'address',
      settings: (urls) => ({ ADDRESS_VERIFICATION_URL: urls['address-verification'] ?? '' }),
      shown: { Address: '/addresses', '  its contract, to try': '/api-docs/' },
    },
    {
      name: 'address-verification',
      folder: join(course, 'services', 'address-verification'),
      settings: () => ({}),
      shown: {
        'Address verification': '/verification/street-address?street=120+w+12+st&zipcode=10011',
        '  its contract, to try': '/verification/api-docs/',
      },
    },
  ];
}

/** Tried in this order; what fits none is the site's. */
export const routes: Route[] = [
  { prefix: '/addresses', part: 'address' },
  { prefix: '/api-docs', part: 'address' },
  { prefix: '/openapi.json', part: 'address' },
  { prefix: '/health', part: 'address' },
  { prefix: '/verification', part: 'address-verification', strip: true },
];
