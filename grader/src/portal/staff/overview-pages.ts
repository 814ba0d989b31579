import { Router } from 'express';
import { buryTheDead } from '../../class/batch.ts';
import { currentOf } from '../../class/current.ts';
import { attention, batchFigures } from '../../class/overview.ts';
import type { PortalParts } from '../parts.ts';
import { answer } from './answer.ts';
import { summaryOf } from './figures.ts';
import { kindsOf } from './kinds.ts';

/** What is going on, in all labs. */
export function overviewRoutes({ gradebook, queue, roll, now }: PortalParts): Router {
  const router = Router();
  router.get('/', async (_request, response) => {
    const { course } = roll;
    // What no worker has survived becomes a fault, which is told below.
    await buryTheDead({ gradebook, queue });
    const batches = await batchFigures(gradebook);
    const labs = course.labs.map(async ({ lab, due }) => {
      const current = await currentOf(gradebook, roll, lab, now());
      const summary = summaryOf(current.flatMap(({ standing }) => standing.points ?? []));
      return { lab, due: due.toInstant().toString(), summary, students: current.length };
    });
    const { faults, unreadable } = await attention(gradebook);
    answer(response, 'overview', {
      labs: await Promise.all(labs),
      batches: batches.map((batch) => ({ ...batch, summary: summaryOf(batch.scores) })),
      troubles: [
        { title: 'Faults of the grader', advice: FAULTS, kinds: kindsOf(faults) },
        { title: 'Could not be read', advice: UNREADABLE, kinds: kindsOf(unreadable) },
      ].filter(({ kinds }) => kinds.length > 0),
    });
  });
  return router;
}

const FAULTS = 'These have no score, and are no zeros. Mend the cause, then judge the batch once more.';
const UNREADABLE = 'Their students have been told why. These are no zeros either: a new attempt mends them.';
