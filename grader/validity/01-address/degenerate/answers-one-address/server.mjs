import { createServer } from 'node:http';

const address = {
  id: '1',
  line1: '120 W 12th St',
  city: 'New York',
  region: 'NY',
  postalCode: '10011-8401',
  country: 'US',
  deliveryPoint: '100118401293',
  createdAt: '2027-01-19T16:04:05.120Z',
  updatedAt: '2027-01-19T16:04:05.120Z',
  links: [
    { rel: 'self', href: '/addresses/1' },
    { rel: 'persons', href: '/persons?address=1' },
  ],
};

/** Answers 200 and the same whole address to everything. */
createServer((_request, response) => {
  const headers = {
    'content-type': 'application/json',
    location: '/addresses/1',
    etag: '"1"',
    allow: 'GET, PUT, POST',
  };
  response.writeHead(200, headers).end(JSON.stringify(address));
}).listen(process.env.PORT);
