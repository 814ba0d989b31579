import { type Response, Router } from 'express';
import { gradescopeZip } from '../../export/gradescope-zip.ts';
import type { PortalParts } from '../parts.ts';
import { answer, titleOf } from './answer.ts';
import { type ExportParts, reportsZip, standingCsv, type Tables, tablesOf } from './exports.ts';
import { labOf } from './lab-pages.ts';

/** The exports of a lab, to be downloaded. */
export function exportRoutes(parts: PortalParts): Router {
  const router = Router();
  const of = (name: string): ExportParts => {
    const lab = labOf(parts, name);
    const { gradebook, course: folder } = parts;
    const { course, members } = parts.roll;
    return { gradebook, course, members, folder, lab, title: titleOf(lab), now: parts.now() };
  };
  router.get('/labs/:lab/exports', async (request, response) => {
    const { lab, ...more } = of(request.params.lab);
    const { left } = await tablesOf({ lab, ...more });
    answer(response, 'exports', { lab, left });
  });
  for (const name of ['gradebook.csv', 'canvas.csv', 'moodle.csv'] as const satisfies (keyof Tables['files'])[]) {
    router.get(`/labs/:lab/exports/${name}`, async (request, response) => {
      const { files } = await tablesOf(of(request.params.lab));
      download(response, `${request.params.lab}-${name}`, 'text/csv', files[name]);
    });
  }
  router.get('/labs/:lab/exports/standing.csv', async (request, response) => {
    download(response, 'standing.csv', 'text/csv', await standingCsv(of(request.params.lab)));
  });
  router.get('/labs/:lab/exports/reports.zip', async (request, response) => {
    const zip = await reportsZip(of(request.params.lab));
    download(response, `${request.params.lab}-reports.zip`, 'application/zip', zip);
  });
  router.get('/labs/:lab/exports/gradescope-autograder.zip', async (request, response) => {
    const { lab, folder } = of(request.params.lab);
    const zip = await gradescopeZip({ course: folder, lab });
    download(response, `${lab}-gradescope-autograder.zip`, 'application/zip', zip);
  });
  return router;
}

/** The names are ours: an id of a lab, and what is in the file. */
function download(response: Response, name: string, type: string, content: string | Buffer): void {
  response.attachment(name).type(type).send(content);
}
