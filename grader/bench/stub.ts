import { answers, stubDeployment } from '../test/support/stub-deployment.ts';

const address = {
  id: 'a1',
  line1: '120 W 12th St',
  city: 'New York',
  region: 'NY',
  postalCode: '10011-8401',
  country: 'US',
  deliveryPoint: '100118401206',
  createdAt: '2027-01-01T00:00:00.000Z',
  updatedAt: '2027-01-01T00:00:00.000Z',
  links: [
    { rel: 'self', href: '/addresses/a1' },
    { rel: 'persons', href: '/persons?address=a1' },
  ],
};

/** Always shows the same address, over one connection: what is left is the client's own cost. */
export const openStub = () => stubDeployment(answers(200, address, { etag: '"1"' }), { connections: 1 });
