import type { Call } from './double.ts';

/** Names the method by which a double tells which calls of the service were about something. */
export const callsAbout = Symbol('callsAbout');

/**
 * A member of a check's context that knows of calls. What a check mentions to it first (an id, an e-mail address, a
 * draft) or is given by it as text (a code) is the check's own: everything is drawn afresh for each check.
 */
export interface Attributing {
  /** The calls about any of these; what is no key of this double is passed over. */
  [callsAbout](mentioned: unknown[]): Call[];
}

/** A check's context, and the calls about what the check has mentioned to its doubles so far, oldest first. */
export interface Attributed {
  context: object;
  calls(): Call[];
}

/** Lets each double of a context note what is mentioned to it. Nothing is looked up before `calls`. */
export function attributed(context: object): Attributed {
  const sources: (() => Call[])[] = [];
  const members = Object.entries(context).map(([name, member]) => {
    if (!isAttributing(member)) return [name, member];
    const mentioned = new Set<unknown>();
    sources.push(() => member[callsAbout]([...mentioned]));
    return [name, noting(member, mentioned)];
  });
  const calls = () => [...new Set(sources.flatMap((source) => source()))].sort((one, other) => one.at - other.at);
  return { context: Object.fromEntries(members), calls };
}

function isAttributing(member: unknown): member is Attributing {
  return typeof member === 'object' && member !== null && callsAbout in member;
}

/** The same double, as one check sees it. */
function noting(double: Attributing, mentioned: Set<unknown>): Attributing {
  return new Proxy(double, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...sent: unknown[]) => {
        const result: unknown = member.apply(target, sent);
        if (sent.length > 0) mentioned.add(sent[0]);
        if (typeof result === 'string') mentioned.add(result);
        return result;
      };
    },
  });
}
