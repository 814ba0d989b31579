import { hostileSubmissions } from './cases.ts';
import { GraderApart } from './grader-apart.ts';

await using grader = await GraderApart.open();
const [mode = 'bubblewrap', ...wanted] = process.argv.slice(2);
for (const hostile of hostileSubmissions().filter(
  ({ name }) => wanted.length === 0 || wanted.some((w) => name.includes(w)),
)) {
  try {
    const f = await grader.grade({ hostile, sandbox: mode as 'none' });
    const { score, maxScore, notStarted, outcomes } = f.report;
    console.log(
      hostile.name,
      score,
      '/',
      maxScore,
      f.seconds.toFixed(1),
      JSON.stringify(hostile.score),
      'reached',
      f.reached,
    );
    if (notStarted) console.log('  NOT STARTED', notStarted.reason, notStarted.log.slice(-600));
    for (const o of outcomes) if (o.status === 'faulted') console.log('  FAULT', o.id, o.reason?.slice(0, 1500));
    console.log(
      '  failed',
      outcomes
        .filter((o) => o.status === 'failed')
        .map((o) => o.id)
        .join()
        .slice(0, 200),
    );
    if (process.env.WHY)
      for (const o of outcomes)
        if (o.status === 'failed') console.log('   ', o.id, o.reason?.slice(0, 200), o.log?.slice(-300));
    if (JSON.stringify(f.before) !== JSON.stringify(f.after))
      console.log('  LEFT', JSON.stringify(f.before), JSON.stringify(f.after));
  } catch (error) {
    console.log(hostile.name, 'THROWN', error);
  }
}
