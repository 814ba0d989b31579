import { exportPKCS8, generateKeyPair } from 'jose';
import { agsScore, scoresUrl } from '../../src/export/lti.ts';
import { type SendOptions, sendScores } from '../../src/export/lti-send.ts';
import { Platform } from './support/platform.ts';
import { ada, alan, columns, grace, person, roster } from './support/rosters.ts';

const at = new Date('2027-02-03T10:15:00.250Z');
const [column] = columns as [(typeof columns)[0]];
let platform: Platform;

beforeEach(async () => {
  platform = await Platform.open({ query: '?type_id=1&x=%2F' });
});
afterEach(() => platform?.[Symbol.asyncDispose]());

/** Patience that a test has. */
const patience = { attempts: 3, firstPauseMs: 1, longestPauseMs: 5, answerMs: 2_000 };

function send(changes: Partial<SendOptions> = {}) {
  const { lineitem, registration } = platform;
  const userIdOf = ({ id }: { id: string }) => `sub-${id}`;
  return sendScores({ rows: roster, column, lineitem, registration, userIdOf, at, patience, ...changes });
}

const outcomes = (sent: Awaited<ReturnType<typeof send>>) => sent.map(({ status }) => status);

test('a score of 0 is a score, and no result is none', () => {
  const zero = { ...ada, points: { '01-address': 0 } };
  expect(agsScore(zero, column, { userId: 'sub-ada', at })).toEqual({
    userId: 'sub-ada',
    scoreGiven: 0,
    scoreMaximum: 100,
    activityProgress: 'Completed',
    gradingProgress: 'FullyGraded',
    timestamp: '2027-02-03T10:15:00.250Z',
  });
  expect(agsScore(alan, column, { userId: 'sub-alan', at })).toBeUndefined();
  expect(agsScore(person('eve', 'Eve', { '01-address': Number.NaN }), column, { userId: 'sub', at })).toBeUndefined();
});

test.each([
  ['https://lms.example/li/3', 'https://lms.example/li/3/scores'],
  ['https://lms.example/li/3/?type_id=1&a=%2F#top', 'https://lms.example/li/3/scores?type_id=1&a=%2F'],
  ['https://lms.example/?lineitem=3', 'https://lms.example/scores?lineitem=3'],
])('scores of %s are posted to %s', (lineitem, scores) => {
  expect(scoresUrl(lineitem)).toBe(scores);
});

test('a strict platform takes every score, with one token, and each person is told of', async () => {
  const sent = await send();
  expect(sent).toEqual([
    { member: ada.member, status: 'sent' },
    { member: grace.member, status: 'sent' },
    { member: alan.member, status: 'no result' },
  ]);
  expect(platform.refusals).toEqual([]);
  expect(platform.tokens).toHaveLength(1);
  const given = platform.scores.map(({ userId, scoreGiven, url }) => [userId, scoreGiven, url]);
  const url = '/courses/7/lineitems/3/scores?type_id=1&x=%2F';
  expect(given.sort()).toEqual([
    ['sub-ada', 97.25, url],
    ['sub-grace', 0, url],
  ]);
});

test('whoever is unknown to the platform, or whom nobody knows there, is told of, and the others are sent', async () => {
  const userIdOf = ({ id }: { id: string }) => (id === 'ada' ? undefined : `stranger-${id}`);
  const sent = await send({ userIdOf, rows: [ada, grace] });
  expect(outcomes(sent)).toEqual(['unknown', 'failed']);
  expect(sent[1]?.reason).toBe('The platform answered 404: {"error":"user stranger-grace"}.');
});

test('a platform that is busy, broken, silent or gone for a moment is asked again', async () => {
  platform.tokenMoods = [{ status: 503 }];
  platform.scoreMoods = [{ status: 429, headers: { 'retry-after': '0' } }, 'hang up'];
  expect(outcomes(await send({ rows: [ada] }))).toEqual(['sent']);
  platform.scoreMoods = [{ status: 500 }, 'hang'];
  expect(outcomes(await send({ rows: [ada], patience: { ...patience, answerMs: 300 } }))).toEqual(['sent']);
});

test('but not for ever, however long it asks to wait', async () => {
  const busy = { status: 429, headers: { 'retry-after': '86400' }, body: 'slow\ndown\u001b[2J' };
  platform.scoreMoods = [busy, busy, busy];
  const [sent] = await send({ rows: [ada] });
  expect(sent).toMatchObject({ status: 'failed', reason: 'The platform answered 429 after 3 attempts: slow down[2J.' });
});

test('what the platform refuses is not sent again', async () => {
  platform.scoreMoods = [{ status: 409, body: 'older than the score there is' }];
  const [sent] = await send({ rows: [ada] });
  expect(sent?.reason).toBe('The platform answered 409: older than the score there is.');
  expect(platform.scores).toEqual([]);
});

test('no redirect is followed: the token stays with the platform', async () => {
  platform.scoreMoods = [{ status: 307, headers: { location: 'http://127.0.0.1:9/scores' } }];
  expect((await send({ rows: [ada] }))[0]?.reason).toBe('The platform answered 307.');
});

test('a token that has expired is replaced', async () => {
  await send({ rows: [ada] });
  platform.scoreMoods = [{ status: 401 }];
  expect(outcomes(await send({ rows: [grace] }))).toEqual(['sent']);
  expect(platform.tokens).toHaveLength(3);
});

test('without a token nobody is sent, and each is told why', async () => {
  const { privateKey: stranger } = await generateKeyPair('RS256', { extractable: true });
  const privateKey = await exportPKCS8(stranger);
  const forged = await send({ registration: { ...platform.registration, privateKey } });
  expect(outcomes(forged)).toEqual(['failed', 'failed', 'no result']);
  expect(forged[0]?.reason).toMatch(/gives no token: 400: .*signature verification failed/);
  const elsewhere = await send({ registration: { ...platform.registration, audience: 'https://other.example' } });
  expect(elsewhere[0]?.reason).toMatch(/gives no token: 400: .*aud/);
});

test.each([
  ['no JSON', 'token', /has no access_token/],
  ['no token', '{}', /has no access_token/],
  ['a token that forges a header', '{"access_token":"a\\r\\nX: b"}', /has no access_token/],
])('%s from the token endpoint is told of', async (_, body, reason) => {
  platform.tokenMoods = [{ status: 200, body }];
  expect((await send({ rows: [ada] }))[0]?.reason).toMatch(reason);
});

test('a token without the scope for scores is told of', async () => {
  platform.scope = 'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem';
  expect((await send({ rows: [ada] }))[0]?.reason).toMatch(/allow the tool the score scope/);
});

test('an interruption ends it at once', async () => {
  platform.scoreMoods = ['hang'];
  const stop = new AbortController();
  const sending = send({ rows: [ada], signal: stop.signal });
  setImmediate(() => stop.abort());
  await expect(sending).rejects.toThrow(/aborted/);
});

test.each([
  [{ lineitem: 'http://lms.example/li/3' }, /The line item .* must be an https URL/],
  [{ lineitem: 'li/3' }, /must be an https URL/],
  [{ column: { ...column, maxPoints: 0 } }, /worth no points/],
])('%j is refused before anything is sent', async (changes, reason) => {
  await expect(send(changes)).rejects.toThrow(reason);
  expect(platform.tokens).toEqual([]);
});
