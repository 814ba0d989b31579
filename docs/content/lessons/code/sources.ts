import type { Problem } from '@seeka/kit/problem';

/** What every event becomes, whoever sent it. */
export interface Call {
  uri: string;
  verb: string;
  data: Record<string, string>;
}

/** What may come: from a gateway, from a queue, or from a program that calls directly. */
export interface Event extends Partial<Call> {
  httpMethod?: string;
  path?: string;
  queryStringParameters?: Record<string, string>;
  Records?: { body: string }[];
}

/** How one source puts its events, and what it wants to hear. */
export interface Source {
  call(event: Event): Call;
  answer(result: unknown): unknown;
  refuse(problem: Problem): unknown;
}

const gateway: Source = {
  call: ({ httpMethod = '', path = '', queryStringParameters = {} }) => ({
    verb: httpMethod,
    uri: path,
    data: queryStringParameters,
  }),
  answer: (result) => ({ statusCode: 200, body: JSON.stringify(result) }),
  refuse: ({ status, message }) => ({ statusCode: status, body: JSON.stringify({ status, detail: message }) }),
};

/** Nobody waits for an answer. What will be refused again must not come again; the rest is given back, to be tried anew. */
const queue: Source = {
  call: ({ Records = [] }) => JSON.parse(Records[0]?.body ?? '{}'),
  answer: () => ({ done: true }),
  refuse: ({ status, message }) => ({ done: status < 500, said: message }),
};

const direct: Source = {
  call: ({ uri = '', verb = '', data = {} }) => ({ uri, verb, data }),
  answer: (result) => result,
  refuse: ({ status, message }) => ({ refused: status, because: message }),
};

export function sourceOf(event: Event): Source {
  if (event.httpMethod) return gateway;
  return event.Records ? queue : direct;
}
