import { join } from 'node:path';
import newman from 'newman';
import { Transcript } from '../src/answer.ts';
import { Api } from '../src/api.ts';
import { checkpoint, expect, takeDeclared } from '../src/check.ts';
import { Conformance } from '../src/conformance.ts';
import { runChecks } from '../src/engine.ts';
import { readRules } from '../src/openapi.ts';
import { Service } from '../src/service.ts';
import { type Figure, inTurns, timed } from './figure.ts';
import { openStub } from './stub.ts';

const SUITE = 60;
const EXCHANGES = 1_500;
const NEWMAN_EXCHANGES = 200;

const openapi = join(import.meta.dirname, '..', '..', 'solutions', '01-address', 'openapi.yaml');

type Stub = Awaited<ReturnType<typeof openStub>>;

/** What the engine costs: for a suite of 60 checks, and for each exchange. */
export async function benchEngine(): Promise<Figure[]> {
  await using stub = await openStub();
  const rules = await readRules(openapi);
  const conformance = () => new Conformance(rules);
  const [suite = 0, bareSuite = 0] = await inTurns(61, [
    () => timed(() => suiteOf(stub, conformance())),
    () => timed(() => bare(stub, SUITE)),
  ]);
  const [checked = 0, floor = 0, peer = 0] = await inTurns(3, [
    () => timed(() => exchanges(stub, conformance())).then(perSecond(EXCHANGES)),
    () => timed(() => bare(stub, EXCHANGES)).then(perSecond(EXCHANGES)),
    () => timed(() => withNewman(stub.main.origin)).then(perSecond(NEWMAN_EXCHANGES)),
  ]);
  return [
    {
      name: `engine: added to a suite of ${SUITE} checks`,
      measured: suite - bareSuite,
      unit: 'ms',
      beside: { name: 'the requests alone', value: bareSuite },
      goal: { at: 'most', value: 10, of: 'measured' },
    },
    figure('checked exchanges, one connection', checked, 'the requests alone', floor, 1_500, 'measured'),
    figure('checked exchanges, beside Newman', checked, 'Newman', peer, 30, 'ratio'),
  ];
}

function figure(
  name: string,
  measured: number,
  besides: string,
  value: number,
  least: number,
  of: 'measured' | 'ratio',
): Figure {
  return { name, measured, unit: '1/s', beside: { name: besides, value }, goal: { at: 'least', value: least, of } };
}

function perSecond(count: number) {
  return (ms: number) => (count / ms) * 1_000;
}

async function suiteOf(deployment: Stub, conformance: Conformance): Promise<void> {
  const check = checkpoint('1.1');
  for (let count = 0; count < SUITE; count += 1) {
    check(`n${count}`, 'one request', { clause: 'A1' }, async ({ api }) => {
      expect(await api.get('/addresses/a1')).toHaveStatus(200);
    });
  }
  const world = { settings: {}, ports: [], contextFor: () => ({}), [Symbol.asyncDispose]: async () => undefined };
  const service = new Service(deployment, {});
  await runChecks({ checks: takeDeclared(), deployment, service, world, conformance, seed: 1 });
}

async function exchanges({ main }: Stub, conformance: Conformance): Promise<void> {
  const observe = (answer: Parameters<Conformance['observe']>[0]) => conformance.observe(answer, '1.1');
  const signal = new AbortController().signal;
  const api = new Api({ instance: main, transcript: new Transcript(), observe, signal, began: 0 });
  for (let count = 0; count < EXCHANGES; count += 1) {
    expect(await api.get('/addresses/a1')).toHaveStatus(200);
  }
}

async function bare({ main: { origin, dispatcher } }: Stub, count: number): Promise<void> {
  for (let done = 0; done < count; done += 1) {
    const { body } = await dispatcher.request({ origin, path: '/addresses/a1', method: 'GET' });
    await body.json();
  }
}

/** The same exchange with the same assertion, as a Postman collection. */
function withNewman(origin: string): Promise<void> {
  const exec = ['pm.test("status", () => pm.response.to.have.status(200));'];
  const event = [{ listen: 'test', script: { type: 'text/javascript', exec } }];
  const item = [{ name: 'read', request: { method: 'GET', url: `${origin}/addresses/a1` }, event }];
  const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
  const collection = { info: { name: 'read', schema }, item };
  return new Promise((resolve, reject) => {
    newman.run({ collection, iterationCount: NEWMAN_EXCHANGES, reporters: [] }, (error) =>
      error ? reject(error) : resolve(),
    );
  });
}
