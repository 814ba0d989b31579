import { type Fault, Refusal } from './exchange.ts';
import { isThing, type Thing } from './neighbours.ts';

/** What a client wants to be made; each is for the neighbour to judge. */
export interface Wanted {
  person: Thing;
  address: Thing;
}

const members = ['person', 'address'];
/** What neighbours take is flat; deeper than this nothing can be written as JSON again. */
const MOST_DEPTH = 20;

/** Refusal: 422 for all that needs no neighbour to be seen. */
export function parseWanted(body: unknown): Wanted {
  if (!isThing(body)) throw refused([{ pointer: '', detail: 'must be an object' }]);
  const unknown = Object.keys(body).filter((name) => !members.includes(name));
  const faults = [
    ...unknown.map((name) => ({ pointer: below('', name), detail: 'is unknown here' })),
    ...members
      .filter((name) => !isThing(body[name]))
      .map((name) => ({ pointer: `/${name}`, detail: 'must be an object' })),
    ...members.flatMap((name) => faultsBelow(body[name], `/${name}`)),
  ];
  if (faults.length > 0) throw refused(faults);
  return body as unknown as Wanted;
}

/** Without recursion, since a body may be as deep as it is long. */
function faultsBelow(top: unknown, at: string): Fault[] {
  const faults: Fault[] = [];
  const rest = [{ value: top, pointer: at, depth: 0 }];
  for (let next = rest.pop(); next; next = rest.pop()) {
    const { value, pointer, depth } = next;
    if (depth > MOST_DEPTH) return [{ pointer: at, detail: 'is too deep' }];
    if (typeof value === 'string' && value.includes('\0')) faults.push({ pointer, detail: 'must not hold U+0000' });
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, member] of Object.entries(value)) {
      if (name.includes('\0')) faults.push({ pointer: below(pointer, name), detail: 'must not hold U+0000' });
      rest.push({ value: member, pointer: below(pointer, name), depth: depth + 1 });
    }
  }
  return faults;
}

function below(pointer: string, name: string): string {
  return `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function refused(errors: Fault[]): Refusal {
  return new Refusal(422, 'The body breaks a rule.', { errors });
}

/** RFC 7240: a list of preferences, each with a value and parameters if need be, over one header or several. */
export function wantsLater(prefer: string | string[] = ''): boolean {
  const list = [prefer]
    .flat()
    .join(',')
    .replaceAll(/"(\\.|[^"\\])*"/g, '""');
  return list.split(',').some((preference) => /^\s*respond-async\s*([;=]|$)/i.test(preference));
}
