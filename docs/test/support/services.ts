import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Database, openDatabase } from '@seeka/kit/database';
import { readSettings } from '@seeka/kit/settings';
import { openCluster } from '@seeka/postgres';
import { AUDIENCE, type Issuer, openIssuer } from '../../../grader/src/cli/issuer.ts';
import { createApp as verificationApp } from '../../../services/address-verification/src/app.ts';
import { createApp as gatewayApp } from '../../../services/gateway/src/app.ts';
import { createApp as addressApp } from '../../../solutions/01-address/src/app.ts';
import { Addresses } from '../../../solutions/01-address/src/store.ts';
import { verifyBy } from '../../../solutions/01-address/src/verification.ts';
import { Addresses as AddressNeighbour } from '../../../solutions/02-person/src/addresses.ts';
import { createApp as personApp } from '../../../solutions/02-person/src/app.ts';
import { Attempts } from '../../../solutions/02-person/src/attempts.ts';
import { Persons } from '../../../solutions/02-person/src/store.ts';
import { createApp as oauth2App } from '../../../solutions/03-oauth2/src/app.ts';
import { schema } from '../../../solutions/03-oauth2/src/settings.ts';
import { createApp as profileApp } from '../../../solutions/04-profile/src/app.ts';
import { makeParts } from '../../../solutions/04-profile/src/parts.ts';
import { Door } from './door.ts';

const solutions = new URL('../../../solutions/', import.meta.url);
/** Pages about the gateway itself. What the others ask for goes past it, so that no command needs a log-on. */
const aboutGateway =
  /\/(architecture|oauth2-from-both-sides|one-table|one-trace|the-gateways-authorizer|tokens-and-scopes|what-attackers-try)\.mdx$/;

/** What a page's commands talk to, with empty databases. */
export interface Services extends AsyncDisposable {
  /** The command, sent to where its services listen now. */
  reaching(command: string): string;
  /** What the reader has been told to put into the environment. */
  env: Record<string, string>;
  /** Before the services that a page stops for a while. */
  doors: Record<'ADDRESS' | 'PERSON', Door>;
}

/** Starts what the commands of a page talk to. */
export async function startServices(page: string): Promise<Services> {
  const opened = new AsyncDisposableStack();
  const cluster = opened.use(await openCluster());
  const database = async (lab: string) => {
    const { url } = opened.use(await cluster.fresh());
    const own = opened.use(openDatabase(url, new URL(`${lab}/migrations/`, solutions)));
    await own.ready();
    return own;
  };
  const verification = await listen(verificationApp(), opened);
  const doors = { ADDRESS: new Door(), PERSON: new Door() };
  const address = await listen(doors.ADDRESS.to(openAddress(await database('01-address'), verification)), opened);
  const person = await listen(doors.PERSON.to(openPerson(await database('02-person'), address)), opened);
  const oauth2 = await listen(openOAuth2(await database('03-oauth2'), person), opened);
  const issuer = opened.use(await openIssuer());
  const neighbours = { ADDRESS_URL: address, PERSON_URL: person };
  const profile = await listen(openProfile(await database('04-profile'), neighbours, { issuer, opened }), opened);
  const own = { '02-person': person, '03-oauth2': oauth2, '04-profile': profile };
  const all = { address, person, oauth2, profile, 'address-verification': verification };
  const gateway = await listen(gatewayApp({ urls: all, limits: { timeMs: 10_000, bodyBytes: 1_000_000 } }), opened);
  const past: [shown: string, real: string][] = [
    ['http://127.0.0.1:8080/verification', verification],
    ['http://127.0.0.1:8080/persons', `${person}/persons`],
    ['http://127.0.0.1:8080/profiles', `${profile}/profiles`],
    ['http://127.0.0.1:8080/operations', `${profile}/operations`],
  ];
  const places: [shown: string, real: string][] = [
    ['$ADDRESS_VERIFICATION_URL', verification],
    ...(aboutGateway.test(page) ? [] : past),
    ['http://127.0.0.1:8080/openapi.json', `${gateway}/openapi.json`],
    ['http://127.0.0.1:8080', aboutGateway.test(page) ? gateway : address],
    ['http://127.0.0.1:3000', Object.entries(own).find(([lab]) => page.includes(lab))?.[1] ?? address],
  ];
  return {
    doors,
    env: { TOKEN: await issuer.token('somebody') },
    reaching: (command) => places.reduce((line, [shown, real]) => line.replaceAll(shown, real), command),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

function openAddress(database: Database, verification: string) {
  return addressApp({ addresses: new Addresses(database.knex), database, verify: verifyBy(verification) });
}

function openPerson(database: Database, address: string) {
  const { knex } = database;
  const addresses = new AddressNeighbour(address);
  return personApp({ persons: new Persons(knex), attempts: new Attempts(knex), addresses, database });
}

/** Its provider is not asked by any command that is shown. */
function openOAuth2(database: Database, person: string) {
  const provider = 'http://127.0.0.1:1';
  const texts = {
    ...{ PORT: '3000', DATABASE_URL: 'postgres://127.0.0.1/given', PERSON_URL: person, TOKEN_AUDIENCE: 'seeka' },
    ...{ PUBLIC_URL: 'http://127.0.0.1:3000', CLIENTS: 'gateway:gateway', SCOPE_TABLE: '[]' },
    ...{ OAUTH2_AUTHORIZATION_URL: `${provider}/auth`, OAUTH2_TOKEN_URL: provider, OAUTH2_USERINFO_URL: provider },
    ...{ OAUTH2_CLIENT_ID: 'seeka', OAUTH2_CLIENT_SECRET: 'none' },
  };
  return oauth2App(readSettings(texts, schema), database);
}

function openProfile(
  database: Database,
  neighbours: { ADDRESS_URL: string; PERSON_URL: string },
  { issuer, opened }: { issuer: Issuer; opened: AsyncDisposableStack },
) {
  const tokens = { JWKS_URL: issuer.keySetUrl, TOKEN_ISSUER: issuer.url, TOKEN_AUDIENCE: AUDIENCE };
  const parts = makeParts({ PORT: 3_000, DATABASE_URL: '', ...neighbours, ...tokens }, database);
  opened.use(parts.background);
  return profileApp(parts);
}

async function listen(listener: RequestListener, opened: AsyncDisposableStack): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  opened.defer(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
