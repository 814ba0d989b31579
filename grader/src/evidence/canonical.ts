/**
 * The one text of a JSON value (RFC 8785): members sorted by UTF-16 code units, no blanks, numbers as ECMAScript writes
 * them. Members that are undefined are left out. Throws RangeError at what JSON cannot say.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) return canonicalObject(value);
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`JSON has no number ${value}.`);
  // JSON.stringify would write an escape, which other implementations refuse.
  if (typeof value === 'string' && !value.isWellFormed()) throw new RangeError('JSON has no lone surrogates.');
  const text = JSON.stringify(value);
  if (text === undefined) throw new RangeError(`JSON has no ${typeof value}.`);
  return text;
}

function canonicalObject(value: object): string {
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const sorted = members.sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${sorted.map(([name, member]) => `${canonical(name)}:${canonical(member)}`).join(',')}}`;
}
