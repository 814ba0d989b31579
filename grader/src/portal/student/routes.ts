import { type RequestHandler, Router } from 'express';
import { html, htmlPolicy } from '../../report/html.ts';
import { isStaff, memberOf, requireMember, requireStudent, userOf } from '../guards.ts';
import { page } from '../page.ts';
import type { PortalParts } from '../parts.ts';
import { Refusal } from '../refusal.ts';
import { attemptOf, attemptPage, inForceOf, recordOf } from './attempt-pages.ts';
import { labOf, labPage, shownLab } from './lab-pages.ts';
import { standingsFor } from './mine.ts';
import { progressStream } from './stream.ts';
import { submit, Wrong } from './submit.ts';
import type { Upload } from './upload.ts';

/** The pages of students. */
export function studentRoutes(parts: PortalParts): Router {
  const router = Router();
  router.get('/', home(parts));
  router.get('/labs/:lab', requireStudent, async (request, response) => {
    const data = await labPage(parts, memberOf(request), String(request.params.lab));
    page(response, 'views/lab', data);
  });
  router.post('/labs/:lab', requireStudent, handIn(parts));
  router.get('/progress', requireMember, progressStream(parts));
  router.use(['/attempts', '/reports', '/records'], requireMember);
  router.get('/attempts/*id', async (request, response) => {
    page(response, 'views/attempt', await attemptPage(parts, await attemptOf(parts, request)));
  });
  router.get('/reports/*id', async (request, response) => {
    const attempt = await attemptOf(parts, request);
    const { report } = await inForceOf(parts, attempt);
    const back = [
      { href: `/attempts/${attempt.id}`, text: `Back to attempt ${attempt.number}` },
      isStaff(memberOf(request)) ? { href: '/staff', text: 'Overview' } : { href: '/', text: 'My labs' },
    ];
    response.set('Content-Security-Policy', htmlPolicy()).type('html').send(html(report, { back }));
  });
  router.get('/records/*id', async (request, response) => {
    const attempt = await attemptOf(parts, request);
    const record = await recordOf(parts, attempt, await inForceOf(parts, attempt));
    response.attachment(`${attempt.lab}-${attempt.member}-${attempt.number}.json`).type('json').send(record);
  });
  return router;
}

function home(parts: PortalParts): RequestHandler {
  return async (request, response) => {
    const user = userOf(request);
    if (!user) return page(response, 'views/welcome');
    if (isStaff(user)) return response.redirect(303, '/staff');
    const standings = await standingsFor(parts, user);
    const labs = parts.roll.course.labs.map((lab) => shownLab(parts, lab, standings));
    page(response, 'views/home', { labs, standing: standings.standing });
  };
}

function handIn(parts: PortalParts): RequestHandler {
  /** Members of whom something is being read: a second click, or a second repository, waits for nobody. */
  const busy = new Set<string>();
  return async (request, response) => {
    const member = memberOf(request);
    const lab = labOf(parts, String(request.params.lab));
    if (busy.has(member.id)) throw stillReading();
    busy.add(member.id);
    try {
      await submit(parts, member, lab, request, response.locals.upload as Upload);
      response.redirect(303, `/labs/${lab.lab}`);
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      page(response.status(422), 'views/lab', await labPage(parts, member, lab.lab, error.filled));
    } finally {
      busy.delete(member.id);
    }
  };
}

function stillReading(): Refusal {
  const message = 'What you handed in a moment ago is still being read.';
  return new Refusal(409, 'One at a time', message, 'Go to the lab: it stands there as soon as it has been read.');
}
