import { createHash } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import { readLab } from '../../cli/labs.ts';
import { count, points } from '../../report/figures.ts';
import { harmless, harmlessLine } from '../../report/harmless.ts';
import { page } from '../page.ts';
import { nothingHere, Refusal } from '../refusal.ts';
import { chartOf, type Summary } from './figures.ts';

const staffPlaces = [
  ['/staff', 'Overview'],
  ['/staff/students', 'Students'],
  ['/staff/extensions', 'Extensions'],
];

/** What the templates of staff may use beside the data of their page. */
const words = {
  staffPlaces,
  count,
  points,
  chartOf,
  /** Texts that students, or their services, have chosen. */
  line: harmlessLine,
  text: harmless,
  titleOf,
  link: {
    lab: (lab: string) => `/staff/labs/${segment(lab)}`,
    batch: (batch: string) => `/staff/batches/${segment(batch)}`,
    student: (id: string) => `/staff/students/${segment(id)}`,
    report: (attempt: string) => `/staff/reports/${attempt.split('/').map(segment).join('/')}`,
    regrade: (id: string) => `/staff/regrades/${segment(id)}`,
  },
  /** The figures of a summary, in words. */
  inWords: ({ count: scores, mean, median }: Summary) =>
    scores === 0 ? 'No score yet.' : `${count(scores, 'score')}: mean ${mean}, median ${median} (▲).`,
};

function segment(text: string): string {
  return encodeURIComponent(text);
}

/** The title of a lab, as `lab.yaml` has it; its id when there is no such lab any more. */
export function titleOf(lab: string): string {
  try {
    return readLab(lab).title;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return lab;
    throw error;
  }
}

/** Answers with a page of staff, `staff/views/<name>`. */
export function answer(response: Response, name: string, data: object = {}): void {
  page(response, `staff/views/${name}`, { ...words, faults: {}, filled: {}, ...data });
}

/** The same, where what was filled in is refused: each fault beside its field, and nothing lost. */
export function refuse(response: Response, name: string, data: { faults: object; filled: object }): void {
  answer(response.status(422), name, data);
}

/** What is not in the gradebook is a page that does not exist; what cannot be done any more is a conflict. */
export function telling(handler: RequestHandler): RequestHandler {
  return async (request, response, next) => {
    try {
      await handler(request, response, next);
    } catch (error) {
      const { name, code } = error as Error & { code?: string };
      // 22021: a NUL in the address, which no text of the database has.
      if (name !== 'NotInGradebook' && code !== '22021') throw error;
      if (request.method === 'GET') throw nothingHere();
      const advice = 'Look at the page once more: somebody else may have been faster.';
      throw new Refusal(409, 'That cannot be done now', (error as Error).message, advice);
    }
  };
}

/** Answers with a document that brings its own style, which alone is allowed. */
export function answerDocument(response: Response, html: string): void {
  const [, style = ''] = /<style>(.*?)<\/style>/s.exec(html) ?? [];
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  response.set('Content-Security-Policy', policy).type('html').send(html);
}
