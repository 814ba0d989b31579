import type { RequestListener } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type BaseContext, checkpoint, expect, takeDeclared } from '../../src/check.ts';
import { Conformance } from '../../src/conformance.ts';
import { runChecks } from '../../src/engine.ts';
import { Service } from '../../src/service.ts';
import type { CheckResult, SandboxKind, Verdict, World } from '../../src/types.ts';
import { answers, stubDeployment } from './stub-deployment.ts';

const check = checkpoint('1.1');
const rule = { clause: 'A1' };
const emptyWorld: World = {
  settings: {},
  ports: [],
  contextFor: () => ({}),
  [Symbol.asyncDispose]: async () => undefined,
};

/** One scene for each name: checks and a server; runs in a process of its own, because jest-circus is global for a realm. */
const scenes: Record<string, () => Promise<CheckResult[]>> = {
  'needs failed': () => {
    check('first', 'fails', rule, async ({ api }) => expect(await api.get('/')).toHaveStatus(200));
    check('second', 'needs the first', { ...rule, needs: ['first'] }, () => undefined);
    check('third', 'needs the second', { ...rule, needs: ['second'] }, () => undefined);
    check('apart', 'needs nothing', rule, () => undefined);
    return play(answers(404, {}));
  },
  'shared answer': () => {
    const shared = ({ api, service }: BaseContext) => service.shared('answer', () => api.get('/shared'));
    check('asks', 'asks, and is content', rule, async (parts) => expect(await shared(parts)).toHaveStatus(404));
    check('judges', 'judges what the other has asked', rule, async (parts) =>
      expect(await shared(parts)).toHaveStatus(200),
    );
    return play(answers(404, {}));
  },
  'shared failure': () => {
    for (const id of ['asks', 'hears']) {
      check(id, 'needs an answer that does not come', rule, async ({ api, service }) => {
        await service.shared('answer', () => api.get('/shared'));
      });
    }
    return play((request) => request.socket.destroy());
  },
  'odd answer': () => {
    check('odd', 'reads a member that is not there', rule, async ({ api }) => {
      const { body } = await api.get('/');
      expect((body as { links: string[] }).links.length).toBe(1);
    });
    return play(answers(200, {}));
  },
  'odd answer beside another request': () => {
    check('odd', 'reads a member that is not there, while another answer is to come', rule, async ({ api }) => {
      const [{ body }] = await Promise.all([
        api.get('/'),
        pause(0).then(() => void api.get('/late').catch(() => undefined)),
      ]);
      expect((body as { links: string[] }).links.length).toBe(1);
    });
    return play((request, response) => request.url === '/late' || answers(200, {})(request, response));
  },
  'bug in a check': () => {
    check('bug', 'fails before it asks', rule, () => {
      throw new TypeError('ours');
    });
    return play(answers(200, {}));
  },
  'many that wait': () => {
    const acted = Promise.withResolvers<void>();
    // More than ask at once.
    for (let count = 1; count <= 20; count += 1) {
      check(`waits-${count}`, 'waits for the one that acts', { ...rule, waits: true }, () => acted.promise);
    }
    check('acts', 'comes after all that wait', rule, () => acted.resolve());
    return play(answers(200, {}));
  },
  'no answer': () => {
    check('cut', 'asks', rule, async ({ api }) => expect(await api.get('/')).toHaveStatus(200));
    return play((request) => request.socket.destroy());
  },
  'too long an answer': () => {
    check('long', 'asks', rule, async ({ api }) => expect(await api.get('/')).toHaveStatus(200));
    return play((_request, response) => response.end(Buffer.alloc(1_000_001, 'a')));
  },
  'held up': () => {
    const seen = new Set<string | undefined>();
    check('fresh', 'makes what nobody has made', rule, async ({ api, random }) => {
      if (seen.size === 0) holdUp(250);
      expect(await api.get(`/${random.text(8)}`)).toHaveStatus(201);
    });
    return play(({ url }, response) => {
      const status = seen.size === 0 ? 503 : seen.has(url) ? 409 : 201;
      seen.add(url);
      response.writeHead(status).end();
    });
  },
  'held up at first': () => {
    let starts = 0;
    const started = (service: Service) => service.shared('start', async () => ++starts);
    check('first', 'starts the service', rule, async ({ service }) => {
      holdUp(250);
      expect(await started(service)).toBe(2);
    });
    check('second', 'looks at the same start', { ...rule, needs: ['first'] }, async ({ service }) => {
      expect(await started(service)).toBe(1);
    });
    return play(answers(200, {}));
  },
  'held up before': () => {
    let looks = 0;
    const look = (service: Service) =>
      service.shared('look', async () => {
        looks += 1;
        return service.shared('first look', async () => holdUp(looks === 1 ? 250 : 0)).then(() => looks);
      });
    check('first', 'looks while the machine is busy', rule, async ({ service }) => {
      expect(await look(service)).toBe(1);
      // Longer than from beat to beat of the pulse.
      await pause(100);
    });
    check('second', 'judges by what was seen then', { ...rule, needs: ['first'] }, async ({ service }) => {
      expect(await look(service)).toBe(2);
    });
    return play(answers(200, {}));
  },
  'held up for ever': () => {
    check('late', 'asks on a machine that has no time', rule, async ({ api }) => {
      holdUp(250);
      expect(await api.get('/')).toHaveStatus(201);
    });
    check('calm', 'passes all the same', rule, () => holdUp(250));
    return play(answers(503, {}));
  },
  remote: () => {
    check('faults', 'needs doubles', { ...rule, demands: ['doubles'] }, () => undefined);
    check('plain', 'needs nothing', rule, () => undefined);
    return play(answers(200, {}), 'remote');
  },
  'sixty checks': () => {
    for (let count = 0; count < 60; count += 1) {
      check(`n${count}`, 'asks', rule, async ({ api }) => expect(await api.get('/')).toHaveStatus(200));
    }
    return play(answers(200, {}));
  },
};

/** Keeps this thread from everything else. */
function holdUp(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}

async function play(listener: RequestListener, sandbox: SandboxKind = 'none'): Promise<CheckResult[]> {
  await using deployment = await stubDeployment(listener, { sandbox });
  return await runChecks({
    checks: takeDeclared(),
    deployment,
    service: new Service(deployment, emptyWorld),
    world: emptyWorld,
    conformance: new Conformance([]),
    seed: 1,
  });
}

export interface Seen {
  id: string;
  verdict: Verdict;
  pressed?: boolean;
}

/** Runs a scene twice in this thread, so that what one run leaves behind would show in the next. */
export async function playTwice(name: string): Promise<[Seen[], Seen[]]> {
  const scene = scenes[name] as () => Promise<CheckResult[]>;
  return [seen(await scene()), seen(await scene())];
}

function seen(results: CheckResult[]): Seen[] {
  return results.map(({ check: { id }, durationMs: _, ...result }) => ({ id, ...result }));
}
