import type { Insertable } from 'kysely';
import type { AddressRow } from './database.ts';

/** What the verification API knows of a place, ready to be stored. */
export type Place = Omit<Insertable<AddressRow>, 'id' | 'version' | 'created_at' | 'updated_at'> & {
  line2: string | null;
};

/** What a client sends, as the schema below has let it through. */
export interface AddressBody {
  line1: string;
  line2?: string | null;
  city: string;
  region: string;
  postalCode: string;
  country?: string | null;
}

const noNul = { pattern: '^[^\\u0000]*$' };

const properties = {
  line1: { type: 'string', minLength: 1, maxLength: 100, ...noNul },
  line2: { type: ['string', 'null'], maxLength: 100, ...noNul },
  city: { type: 'string', minLength: 1, maxLength: 64, ...noNul },
  region: { type: 'string', pattern: '^[A-Z]{2}$' },
  postalCode: { type: 'string', pattern: '^[0-9]{5}(-[0-9]{4})?$' },
  country: { enum: ['US', null] },
};
const required = ['line1', 'city', 'region', 'postalCode'];

export const newAddressSchema = { type: 'object', required, properties, additionalProperties: false };
/** Whether the service's own members are as they were is for the handler to see. */
export const replacementSchema = {
  type: 'object',
  required,
  properties: { ...properties, id: {}, deliveryPoint: {}, createdAt: {}, updatedAt: {}, links: {} },
  additionalProperties: false,
};
export const ownMembers = ['id', 'deliveryPoint', 'createdAt', 'updatedAt', 'links'] as const;
