/** Abbreviations of USPS Publication 28, appendices B and C, for what occurs in `places/`. */
const abbreviations: Record<string, string> = {
  north: 'n',
  south: 's',
  east: 'e',
  west: 'w',
  northeast: 'ne',
  northwest: 'nw',
  southeast: 'se',
  southwest: 'sw',
  avenue: 'ave',
  av: 'ave',
  boulevard: 'blvd',
  circle: 'cir',
  drive: 'dr',
  highway: 'hwy',
  parkway: 'pkwy',
  place: 'pl',
  road: 'rd',
  square: 'sq',
  street: 'st',
  str: 'st',
  saint: 'st',
  fort: 'ft',
  mount: 'mt',
  junior: 'jr',
  first: '1st',
  second: '2nd',
  third: '3rd',
  fourth: '4th',
  fifth: '5th',
  sixth: '6th',
  seventh: '7th',
  eighth: '8th',
  ninth: '9th',
  tenth: '10th',
};

const directionals = new Set(['n', 's', 'e', 'w', 'ne', 'nw', 'se', 'sw']);

/** The same for every spelling of one name: "North Main Street", "n. main  ST" → "n main st"; "12" → "12th". */
export function keyOf(text: string): string {
  return words(text)
    .map((word) => abbreviations[word] ?? ordinal(word))
    .join(' ');
}

/** A key without the directionals before and after it: "n main st" → "main st". */
export function withoutDirectionals(key: string): string {
  const parts = key.split(' ');
  const start = directionals.has(parts[0] ?? '') ? 1 : 0;
  const end = directionals.has(parts.at(-1) ?? '') ? -1 : parts.length;
  return parts.slice(start, end).join(' ');
}

/** Lower case, without accents and punctuation: "S. Salem St., #4" → ["s", "salem", "st", "#", "4"]. */
export function words(text: string): string[] {
  const plain = text.normalize('NFD').replace(/[\p{M}.'’]/gu, '');
  const spaced = plain.replace(/[,;]/g, ' ').replace(/#/g, ' # ');
  return spaced.toLowerCase().trim().split(/\s+/);
}

/** English ordinals: 1st, 2nd, 3rd, 4th, 11th, 21st. */
function ordinal(word: string): string {
  if (!/^[1-9][0-9]*$/.test(word)) return word;
  if (/1[123]$/.test(word)) return `${word}th`;
  return word + (['th', 'st', 'nd', 'rd'][Number(word.at(-1))] ?? 'th');
}

/**
 * One key is the other but for one slip: in one word of four letters or more, one letter is wrong, missing or too much.
 * Shorter words are directionals and suffixes; a number with a slip is another street.
 */
export function oneSlipApart(one: string, other: string): boolean {
  const parts = one.split(' ');
  const others = other.split(' ');
  if (parts.length !== others.length) return false;
  const different = parts.flatMap((word, index) => (word === others[index] ? [] : [[word, others[index] as string]]));
  const [word = '', like = ''] = different[0] ?? [];
  const letters = /^[a-z]{4,}$/;
  return different.length === 1 && letters.test(word) && letters.test(like) && distanceIsOne(word, like);
}

function distanceIsOne(one: string, other: string): boolean {
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < shorter - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  return Math.max(one.length, other.length) - start - end === 1;
}
