import { mutant } from '../../../src/validity/mutant.ts';
import { draft } from './edits.ts';

/** Mistakes of checkpoint 1.2, refuse bad input: members. */
export const mutants = [
  mutant(
    'member.missing',
    'a missing member is reported for the whole body',
    draft(
      '({ pointer: `/${name}`, detail',
      "({ pointer: (body as object & Record<string, unknown>)[name] === undefined ? '' : `/${name}`, detail",
    ),
  ),
  mutant(
    'member.type',
    'numbers and booleans are taken as text',
    draft(
      "return typeof value === 'string' && !value.includes('\\0') && value.isWellFormed() && holds(value);",
      "return typeof value !== 'object' && !String(value).includes('\\0') && holds(String(value));",
    ),
  ),
  mutant(
    'member.all',
    'only the first member at fault is named',
    draft(
      "throw new Problem(422, 'The body breaks a rule.', { errors });",
      "throw new Problem(422, 'The body breaks a rule.', { errors: errors.slice(0, 1) });",
    ),
  ),
  mutant(
    'member.unknown',
    'unknown members are ignored',
    draft(
      '.filter((name) => !Object.hasOwn(rules, name));',
      ".filter((name) => ['id', 'links', 'createdAt', 'updatedAt', 'deliveryPoint'].includes(name));",
    ),
  ),
  mutant(
    'member.server-owned',
    'members that the service owns are ignored',
    draft(
      '.filter((name) => !Object.hasOwn(rules, name));',
      ".filter((name) => !Object.hasOwn(rules, name) && !['id', 'links', 'createdAt', 'updatedAt', 'deliveryPoint'].includes(name));",
    ),
  ),
  mutant('member.empty', 'line1 may be empty', draft('line1: text(1, 100)', 'line1: text(0, 100)')),
  mutant('length.line1', 'line1 may be as long as one likes', draft('line1: text(1, 100)', 'line1: text(1, 1_000)')),
  mutant(
    'length.line2',
    'a line2 that is too long is cut in silence',
    draft('text(0, 100), optional', 'text(0, 1_000), optional'),
    draft('line2: line2 ?? null', 'line2: line2?.slice(0, 100) ?? null'),
  ),
  mutant('length.city', 'city may be as long as one likes', draft('city: text(1, 64)', 'city: text(1, 1_000)')),
  mutant('length.fits', 'the limit of line1 is one too low', draft('line1: text(1, 100)', 'line1: text(1, 99)')),
  mutant(
    'region.shape',
    'a region may be written in small letters',
    draft('holds: (value) => regions.has(value)', 'holds: (value) => regions.has(value.toUpperCase())'),
  ),
  mutant('region.all', 'American Samoa is forgotten', draft('WY DC AS GU', 'WY DC GU')),
  mutant(
    'postal.shape',
    'the pattern of the postalCode has no end',
    draft('/^\\d{5}(-\\d{4})?$/.test(value)', '/^\\d{5}(-\\d{4})?/.test(value)'),
  ),
  mutant(
    'country.us',
    'the country may be written in small letters',
    draft("holds: (value) => value === 'US'", "holds: (value) => value.toUpperCase() === 'US'"),
  ),
  mutant(
    'text.nul',
    'U+0000 is removed from line2 in silence, and let through elsewhere',
    draft("typeof value === 'string' && !value.includes('\\0') &&", "typeof value === 'string' &&"),
    draft('line2: line2 ?? null', "line2: line2?.replaceAll('\\0', '') ?? null"),
  ),

  {
    id: 'text.nul.city',
    describes: 'U+0000 is removed from the city in silence',
    kills: ['text.nul'],
    edits: [
      draft(
        '!obeys(body[name], rule));',
        "!obeys(name === 'city' && typeof body[name] === 'string' ? body[name].replaceAll('\\0', '') : body[name], rule));",
      ),
      draft('line2: line2 ?? null, city,', "line2: line2 ?? null, city: city.replaceAll('\\0', ''),"),
    ],
  },
  {
    id: 'member.all.kinds',
    describes: 'unknown members are named only when all the others are right',
    kills: ['member.all'],
    edits: [draft('...unknown.map(', '...(broken.length > 0 ? [] : unknown).map(')],
  },
  {
    id: 'member.unknown.pointer',
    describes: 'the pointer of an unknown member is a slash and its name, not escaped',
    kills: ['member.unknown'],
    edits: [draft("return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;", 'return `/${name}`;')],
  },
  {
    id: 'length.fits.utf16',
    describes: 'lengths count the units of UTF-16',
    kills: ['length.fits'],
    edits: [
      draft('[...value].length >= least && [...value].length <= most', 'value.length >= least && value.length <= most'),
    ],
  },
  {
    id: 'member.type.number',
    describes: 'a postalCode may be a number',
    kills: ['member.type'],
    edits: [
      draft(
        '!obeys(body[name], rule));',
        "!obeys(name === 'postalCode' && typeof body[name] === 'number' ? String(body[name]) : body[name], rule));",
      ),
    ],
  },
  {
    id: 'member.type.list',
    describes: 'a list of one text counts as that text',
    kills: ['member.type'],
    edits: [
      draft(
        '!obeys(body[name], rule));',
        '!obeys(Array.isArray(body[name]) && body[name].length === 1 ? body[name][0] : body[name], rule));',
      ),
    ],
  },
  {
    id: 'member.all.unknown',
    describes: 'of several unknown members the first alone is named',
    kills: ['member.all'],
    edits: [draft('...unknown.map(', '...unknown.slice(0, 1).map(')],
  },
  {
    id: 'member.all.five',
    describes: 'no more than five members at fault are named',
    kills: ['member.all'],
    edits: [
      draft(
        "throw new Problem(422, 'The body breaks a rule.', { errors });",
        "throw new Problem(422, 'The body breaks a rule.', { errors: errors.slice(0, 5) });",
      ),
    ],
  },
  {
    id: 'region.shape.blank',
    describes: 'blanks around a region do not matter',
    kills: ['region.shape'],
    edits: [draft('holds: (value) => regions.has(value)', 'holds: (value) => regions.has(value.trim())')],
  },
  {
    id: 'length.fits.line2',
    describes: 'the length of line2 is counted in units of UTF-16',
    kills: ['length.fits'],
    edits: [
      draft(
        'line2: { ...text(0, 100), optional: true }',
        'line2: { ...text(0, 100), holds: (value) => value.length <= 100, optional: true }',
      ),
    ],
  },
];
