import { Problem } from './problem.js';

const regions = new Set(
  `AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC
  SD TN TX UT VT VA WA WV WI WY DC AS GU MP PR VI`.split(/\s+/),
);

const text = (least, most) => (value) =>
  typeof value === 'string' && new RegExp(`^[^\\0]{${least},${most}}$`, 'su').test(value);

const needed = {
  line1: text(1, 100),
  city: text(1, 64),
  region: (value) => regions.has(value),
  postalCode: (value) => typeof value === 'string' && /^\d{5}(?:-\d{4})?$/.test(value),
};
const optional = { line2: text(0, 100), country: (value) => value === 'US' };

/** The members of an address as a client sends it. Problem: 422, with all that is wrong. */
export function checked(body, mayRepeat = () => false) {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) throw invalid([['', 'Not an object.']]);
  const faults = [];
  for (const [name, fits] of Object.entries(needed)) {
    if (!Object.hasOwn(body, name)) faults.push([`/${name}`, 'Missing.']);
    else if (!fits(body[name])) faults.push([`/${name}`, 'Not acceptable: select a value from those in the contract.']);
  }
  for (const [name, value] of Object.entries(body)) {
    if (Object.hasOwn(needed, name)) continue;
    const fits = Object.hasOwn(optional, name) ? optional[name](value) : mayRepeat(name, value);
    if (!fits) faults.push([`/${name.replace(/~/g, '~0').replace(/\//g, '~1')}`, 'Not acceptable, or not known.']);
  }
  if (faults.length > 0) throw invalid(faults);
  return { ...body, line2: body.line2 ?? null };
}

function invalid(faults) {
  const errors = faults.map(([pointer, detail], index) => ({ number: index + 1, pointer, detail }));
  return new Problem(422, `${faults.length} faults.`, { errors });
}
