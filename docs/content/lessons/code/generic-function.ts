import { Problem } from '@seeka/kit/problem';
import { readSettings, type Setting } from '@seeka/kit/settings';
import { verify } from '../../../../services/address-verification/src/verify.ts';
import { type Call, type Event, type Source, sourceOf } from './sources.ts';

/** Answers, refuses with a Problem, or returns undefined: then it is the next one's turn. */
type Handler = (call: Call) => unknown;

const handlers: Record<string, Handler> = {
  needsStreet: ({ data }) => {
    if (!data.street) throw new Problem(400, 'street is missing: a house number and a street.');
  },
  candidates: ({ data }) => verify({ street: '', ...data }),
  count: ({ data }) => ({ candidates: verify({ street: '', ...data }).length }),
};

/** Which handlers a call goes through, by "VERB /path": a fact of the environment, not of the code. */
const bindings: Setting<Record<string, string[]>> = {
  wanted: 'JSON such as {"GET /street-address": ["needsStreet", "candidates"]}',
  parse: (text) => {
    try {
      return JSON.parse(text || '{"GET /street-address": ["needsStreet", "candidates"]}');
    } catch {
      return undefined;
    }
  },
};

/** From any event to its answer, or to its refusal. */
export async function handle(event: Event, environment: NodeJS.ProcessEnv): Promise<unknown> {
  const { BINDINGS } = readSettings(environment, { BINDINGS: bindings });
  const source = sourceOf(event);
  try {
    const call = source.call(event);
    const result = await dispatch(call, BINDINGS[`${call.verb} ${call.uri}`] ?? []);
    publish(call);
    return source.answer(result);
  } catch (error) {
    return refused(source, error);
  }
}

async function dispatch(call: Call, chain: string[]): Promise<unknown> {
  for (const name of chain) {
    const result = await handlers[name]?.(call);
    if (result !== undefined) return result;
  }
  throw new Problem(404, `Nothing is bound to ${call.verb} ${call.uri}.`);
}

function refused(source: Source, error: unknown): unknown {
  return source.refuse(error instanceof Problem ? error : new Problem(500, 'Something went wrong here.'));
}

/** A line for whoever listens; a platform would hand it to other functions. */
function publish({ verb, uri }: Call): void {
  console.log(`published: ${verb} ${uri} was answered`);
}

console.log(JSON.stringify(await handle(JSON.parse(process.argv[2] ?? '{}'), process.env)));
