import { fits } from '../src/scopes.ts';

const row = { path: '/persons/{sub}/films/{id}', methods: ['GET'], scope: 'profile' };
const wish = (path: string, principal = 'ana') => ({ method: 'GET', path, principal });

test.each(['/persons/ana/films/7', '/persons/ana/films/a-B_9'])('a row is about %s', (path) => {
  expect(fits(row, wish(path))).toBe(true);
});

test.each([
  '/persons/ben/films/7',
  '/persons/ana/films/',
  '/persons/ana/films/7/',
  '/persons/ana/films/a.b',
  '/persons/ana/films/%37',
  '//persons/ana/films/7',
  '/persons/ana/films/7?x',
  '/PERSONS/ana/films/7',
  '',
])('and not about %j', (path) => {
  expect(fits(row, wish(path))).toBe(false);
});

test.each(['.*', '[^/]+', '$&', '{sub}', ''])('a principal %j is a text, and no pattern', (principal) => {
  expect(fits(row, wish('/persons/ben/films/7', principal))).toBe(false);
});
