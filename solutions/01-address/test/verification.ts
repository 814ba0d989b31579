import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  query: Record<string, string>;
  headers: IncomingHttpHeaders;
}

/** The verification API, played: it knows every place, and spells it as it was asked, unless told otherwise. */
export interface Verification extends AsyncDisposable {
  url: string;
  asked: Asked[];
  /** How to answer when this street is asked for. */
  answers: Map<string, (response: ServerResponse) => void>;
}

/** The candidate for a place whose official spelling is `query`. */
export function candidate(query: Record<string, string>) {
  const { street = '', street2, city, state, zipcode = '' } = query;
  const [zip, plus4] = zipcode.split('-');
  return {
    delivery_line_1: street,
    ...(street2 && { delivery_line_2: street2 }),
    delivery_point_barcode: Buffer.from(`${street} ${zip}`.toLowerCase()).toString('hex').slice(0, 100),
    components: { city_name: city, state_abbreviation: state, zipcode: zip, ...(plus4 && { plus4_code: plus4 }) },
  };
}

export async function playVerification(): Promise<Verification> {
  const asked: Asked[] = [];
  const answers: Verification['answers'] = new Map();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    const query = Object.fromEntries(searchParams);
    asked.push({ query, headers: request.headers });
    const answer = answers.get(query.street ?? '');
    if (answer) return answer(response);
    response.statusCode = pathname === '/base/street-address' ? 200 : 404;
    response.end(JSON.stringify([candidate(query)]));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const close = async () => {
    server.closeAllConnections();
    await once(server.close(), 'close');
  };
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/base/`, asked, answers, [Symbol.asyncDispose]: close };
}
