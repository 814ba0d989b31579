import { Router } from 'express';
import { type Current, currentOf } from '../../class/current.ts';
import { storiesOf } from '../../class/dossier.ts';
import { batchFigures } from '../../class/overview.ts';
import { history } from '../../class/regrade.ts';
import { failuresOf } from '../../class/verdicts.ts';
import { answerText, requestText } from '../../report/transcript.ts';
import type { PortalParts } from '../parts.ts';
import { nothingHere } from '../refusal.ts';
import { answer, telling } from './answer.ts';
import { summaryOf } from './figures.ts';
import { failingChecks } from './kinds.ts';
import { regradesOf } from './regrading.ts';

/** A lab, its batches, and the checks that fail. */
export function labRoutes(parts: PortalParts): Router {
  const { gradebook, roll } = parts;
  const router = Router();
  router.get('/labs/:lab', async (request, response) => {
    const lab = labOf(parts, request.params.lab);
    const batches = await batchFigures(gradebook, lab);
    const current = await currentOf(gradebook, roll, lab, parts.now());
    answer(response, 'lab', {
      ...{ lab, current, rule: roll.course.labs.find((one) => one.lab === lab) },
      batches: batches.map((batch) => ({ ...batch, summary: summaryOf(batch.scores) })),
      summary: summaryOf(current.flatMap(({ standing }) => standing.points ?? [])),
    });
  });
  router.get('/labs/:lab/checks', async (request, response) => {
    const lab = labOf(parts, request.params.lab);
    const current = await currentOf(gradebook, roll, lab, parts.now());
    const owners = ownersOf(current);
    const checks = failingChecks(await failuresOf(gradebook, [...owners.keys()]));
    const [latest] = await batchFigures(gradebook, lab);
    answer(response, 'checks', { lab, checks, owners, batch: latest?.id, requestText, answerText });
  });
  router.get(
    '/batches/:batch',
    telling(async (request, response) => {
      const { id, lab } = await gradebook.batchOf({ batch: String(request.params.batch) });
      const figures = (await batchFigures(gradebook, lab)).find((one) => one.id === id);
      answer(response, 'batch', {
        ...{ lab, batch: figures, summary: summaryOf(figures?.scores ?? []) },
        attempts: await storiesOf(gradebook.knex, (attempts) => attempts.where({ batch: id })),
        regrades: await regradesOf(gradebook.knex, id),
        events: (await history(gradebook, id)).toReversed(),
      });
    }),
  );
  return router;
}

/** @throws Refusal when the course has no such lab. */
export function labOf({ roll }: Pick<PortalParts, 'roll'>, lab: string): string {
  if (roll.course.labs.some((one) => one.lab === lab)) return lab;
  throw nothingHere();
}

/** Whose attempts these are; a group shares one. */
function ownersOf(current: Current[]): Map<string, Current['member'][]> {
  const groups = Map.groupBy(current, ({ attempt }) => attempt);
  return new Map(
    [...groups].flatMap(([attempt, theirs]) => (attempt ? [[attempt, theirs.map(({ member }) => member)]] : [])),
  );
}
