import { course } from '../../src/cli/labs.ts';
import { loadLab } from '../../src/lab.ts';
import { detect } from '../../src/machine.ts';
import { kind } from '../deploy/support/kinds.ts';
import { sandboxed } from '../deploy/support/sandboxed.ts';
import type { Finding } from './apart.ts';
import { type Hostile, hostileSubmissions } from './cases.ts';
import { GraderApart } from './grader-apart.ts';
import { expectNothingRaw } from './raw.ts';

const submissions = hostileSubmissions();
let grader: GraderApart;
/** Without a sandbox, with canaries of its own. */
let open: GraderApart;

beforeAll(async () => {
  if (!detect('bubblewrap').ok) return;
  grader = await GraderApart.open(kind);
  open = await GraderApart.open('none');
});
afterAll(async () => {
  await grader?.[Symbol.asyncDispose]();
  await open?.[Symbol.asyncDispose]();
});

/** What `after` may name; each holds after every one of them. */
const AFTER: Record<string, (finding: Finding) => void> = {
  'nothing is left': ({ before, after }) => expect(after).toEqual(before),
  'no check is faulted': ({ report }) => {
    expect(report.outcomes.filter(({ status }) => status === 'faulted').map(({ id }) => id)).toEqual([]);
  },
  'the canaries are untouched': ({ reached, report, secret }) => {
    expect(reached).toBe(0);
    expect(JSON.stringify(report)).not.toContain(secret);
  },
  'the reports hold nothing raw': ({ written }) => expectNothingRaw(written),
};

for (const hostile of submissions) {
  sandboxed(`${hostile.name}: ${sentence(hostile)}`, async () => {
    const finding = await grader.grade({ hostile });
    for (const holds of Object.values(AFTER)) holds(finding);
    for (const pattern of (hostile.says ?? []).filter(isSaid)) {
      expect(finding.written.terminal).toMatch(new RegExp(pattern));
    }
    expectScore(hostile, finding);
  });
}

test('all that is said to hold afterwards is looked at', () => {
  expect(Object.keys(AFTER)).toEqual(expect.arrayContaining(submissions.flatMap(({ after }) => after)));
});

sandboxed('requests of hidden checks have no form that those of visible checks lack', async () => {
  const { rubric } = await loadLab(course, '01-address');
  const idsOf = (hidden: boolean) => rubric.checks.filter((check) => check.hidden === hidden).map(({ id }) => id);
  const hostile = submissions.find(({ name }) => name === 'recognise-by-headers') as Hostile;
  const seen = async (hidden: boolean) => {
    const { said } = await open.grade({ hostile: { ...hostile, checks: idsOf(hidden) } });
    return new Set(said.trim().split('\n'));
  };
  const [hidden, visible] = [await seen(true), await seen(false)];
  expect(hidden.size).toBeGreaterThan(3);
  expect([...hidden].filter((form) => !visible.has(form))).toEqual([]);
  expect([...visible].filter((form) => /user-agent|jest|seeka|grader|hidden/i.test(form))).toEqual([]);
});

sandboxed('after all of them the reference solution still scores 100', async () => {
  const finding = await grader.grade({});
  for (const holds of Object.values(AFTER)) holds(finding);
  expect(finding.report.score).toBe(100);
});

// Here the canaries are touched: this proves that they could be.
for (const hostile of submissions.filter(({ confesses }) => confesses)) {
  sandboxed(`${hostile.name}: without a sandbox it finds what it looks for`, async () => {
    const finding = await open.grade({ hostile });
    expect(finding.report.notStarted?.log.includes('BROKE OUT') || finding.reached > 0).toBe(true);
  });
}

function expectScore({ score: wanted }: Hostile, { report }: Finding): void {
  const earned = report.score === null ? Number.NaN : (100 * report.score) / report.maxScore;
  const seen = { earned, why: report.notStarted?.log.slice(-500) ?? '' };
  const right = 'exactly' in wanted ? earned === wanted.exactly : earned <= wanted.most;
  expect({ ...seen, right }).toEqual({ ...seen, right: true });
}

/** In a container the kernel keeps count: it says nothing, but that memory was short. */
function isSaid(pattern: string): boolean {
  return kind === 'bubblewrap' || !/^it (used|opened|ran)/.test(pattern);
}

function sentence({ does, score }: Hostile): string {
  const earns = 'exactly' in score ? `${score.exactly} %` : `at most ${score.most} %`;
  return `what ${does.charAt(0).toLowerCase()}${does.slice(1, -1)} earns ${earns} and harms nothing`;
}
