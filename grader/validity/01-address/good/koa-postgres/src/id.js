import { randomBytes } from 'node:crypto';

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Ten digits of time and sixteen at random, as in a ULID, behind a sign that URLs must escape. */
export function newId(now = Date.now()) {
  const time = Array.from({ length: 10 }, (_, place) => DIGITS[Math.floor(now / 32 ** (9 - place)) % 32]);
  const random = Array.from(randomBytes(16), (byte) => DIGITS[byte % 32]);
  return ['№', ...time, ...random].join('');
}

/** The id that a segment of a path stands for; undefined when it can be none. */
export function idIn(segment) {
  const escaped = encodeURIComponent('№');
  return new RegExp(`^${escaped}[0-7][0-9A-HJKMNP-TV-Z]{25}$`, 'i').test(segment)
    ? decodeURIComponent(segment)
    : undefined;
}
