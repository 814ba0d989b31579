import { randomBytes } from 'node:crypto';

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Ten digits of time and sixteen at random, as in a ULID. */
export function newUlid(now = Date.now()) {
  const time = Array.from({ length: 10 }, (_, place) => DIGITS[Math.floor(now / 32 ** (9 - place)) % 32]);
  const random = Array.from(randomBytes(16), (byte) => DIGITS[byte % 32]);
  return [...time, ...random].join('');
}

export function isUlid(text) {
  return /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(text);
}
