import { type Request, type Response, Router } from 'express';
import { dossierOf, studentsLike } from '../../class/dossier.ts';
import { extensionsOf } from '../../class/extensions.ts';
import { adjust } from '../../class/regrade.ts';
import { reportInForce } from '../../class/report-in-force.ts';
import { reportOf } from '../../class/verdicts.ts';
import { shown } from '../../course/local-time.ts';
import { html } from '../../report/html.ts';
import type { Report } from '../../types.ts';
import { memberOf } from '../guards.ts';
import type { PortalParts } from '../parts.ts';
import { nothingHere } from '../refusal.ts';
import { standingsFor } from '../student/mine.ts';
import { answer, answerDocument, refuse, telling } from './answer.ts';
import { field, readAdjustment } from './forms.ts';

/** So many are listed at once. */
const MOST = 400;

/** Students: all of them, one with a history, and the reports. */
export function studentRoutes(parts: PortalParts): Router {
  const { gradebook } = parts;
  const router = Router();
  router.get('/students', async (request, response) => {
    const words = field(request.query as Record<string, string>, 'q').slice(0, 200);
    const found = await studentsLike(gradebook, words);
    answer(response, 'students', { words, students: found.slice(0, MOST), isCut: found.length > MOST });
  });
  router.get(
    '/students/:id',
    telling((request, response) => show(parts, request, response)),
  );
  router.post('/students/:id/adjustments', telling(adjusting(parts)));
  router.get('/reports/:batch/:member{/:nth}', async (request, response) => {
    const { batch, member, nth } = request.params;
    const attempt = [batch, member, ...(nth ? [nth] : [])].join('/');
    const [verdict] = [request.query.verdict].flat();
    const report =
      verdict === undefined
        ? (await reportInForce(gradebook, { id: attempt }))?.report
        : await reportOf(gradebook, attempt, String(verdict));
    if (!report) throw nothingHere();
    const back = [
      { href: `/staff/students/${encodeURIComponent(member)}`, text: `Back to ${member}` },
      { href: '/staff', text: 'Overview' },
    ];
    answerDocument(response, html(whole(report), { back }));
  });
  return router;
}

/** Staff has to defend every point: what hidden checks sent is told too. */
function whole(report: Report): Report {
  return { ...report, outcomes: report.outcomes.map((outcome) => ({ ...outcome, hidden: undefined })) };
}

async function show(
  parts: PortalParts,
  { params }: Request,
  response: Response,
  wrong?: { faults: object; filled: object },
) {
  const { gradebook, roll } = parts;
  const { member, attempts, events } = await dossierOf(gradebook, String(params.id));
  const granted = await extensionsOf(gradebook, member.id);
  const told = await standingsFor(parts, member);
  const data = {
    ...{ member, attempts, events, granted, shown, standing: told.standing },
    // As the student knows them. A batch that was graded again has none: it does not count any more.
    numbers: new Map(told.attempts.map(({ id, number }) => [id, number])),
    written: roll.course.extensions.filter(({ student }) => student === member.id),
  };
  if (wrong) refuse(response, 'student', { ...data, ...wrong });
  else answer(response, 'student', data);
}

function adjusting(parts: PortalParts) {
  const { gradebook } = parts;
  return async (request: Request, response: Response) => {
    const { value, faults } = readAdjustment(request.body);
    const attempt = await gradebook.attempt(field(request.body, 'attempt'));
    const [{ n: known } = { n: 0 }] = await gradebook
      .knex('adjustments')
      .where({ attempt: attempt.id })
      .count('* as n');
    if (faults) return await show(parts, request, response, { faults, filled: request.body });
    if (value.known !== Number(known)) {
      const points = 'Somebody has adjusted this attempt meanwhile: see above, and send it again if it is still right.';
      return await show(parts, request, response, { faults: { points }, filled: request.body });
    }
    await adjust(gradebook, attempt, value.points, memberOf(request).id, value.reason);
    response.redirect(303, `/staff/students/${encodeURIComponent(String(request.params.id))}`);
  };
}
