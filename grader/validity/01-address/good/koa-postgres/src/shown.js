/** An address as clients see it. Its hrefs hold at every URL that shows it, for all of these are two segments deep at most. */
export function shown(row) {
  return {
    kind: 'address',
    id: row.id,
    line1: row.line1,
    line2: row.line2,
    city: row.city,
    region: row.region,
    postalCode: row.postal_code,
    country: 'US',
    label: [row.line1, row.line2, `${row.city} ${row.region} ${row.postal_code}`].filter(Boolean).join(', '),
    deliveryPoint: row.delivery_point,
    createdAt: seconds(row.created_at),
    updatedAt: seconds(row.updated_at),
    links: [
      { rel: 'collection', href: '../addresses', title: 'All addresses' },
      { rel: 'self', href: hrefOf(row) },
      { rel: 'persons', href: `../persons?address=${encodeURIComponent(row.id)}`, title: 'Who lives there' },
      { rel: 'describedby', href: '../openapi.json' },
    ],
  };
}

export const members =
  'kind id line1 line2 city region postalCode country label deliveryPoint createdAt updatedAt links'.split(' ');

export function hrefOf({ id }) {
  return `../addresses/${encodeURIComponent(id)}`;
}

export function etagOf({ version }) {
  return `"${Buffer.from(`v${version}`).toString('base64')}"`;
}

/** Without milliseconds, and in small letters, as RFC 3339 §5.6 allows. */
function seconds(time) {
  return `${time.toISOString().slice(0, 19)}z`.toLowerCase();
}
