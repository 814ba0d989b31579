import { Eta } from 'eta';
import type { RequestHandler, Response } from 'express';
import { asset } from './assets.ts';
import { formToken } from './csrf.ts';
import { isStaff, userOf } from './guards.ts';
import type { PortalParts } from './parts.ts';
import { moment } from './words.ts';

const eta = new Eta({ views: import.meta.dirname, autoEscape: true, cache: true });

/** What every template may use, as members of `it`. */
export function pages({ roll }: Pick<PortalParts, 'roll'>): RequestHandler {
  return (request, response, next) => {
    response.set('Cache-Control', 'no-store');
    response.locals.every = () => {
      const user = userOf(request);
      return {
        ...{ asset, path: request.path, course: roll.course },
        ...{ user, isStaff: user !== undefined && isStaff(user) },
        // Only who has logged on has a session.
        csrf: user ? formToken(request) : '',
        moment: (time: string | Date) => moment(time, roll.course.timeZone),
      };
    };
    next();
  };
}

/**
 * Answers with a page.
 * @param template below `grader/src/portal`, such as `views/home` or `staff/views/overview`; all that it prints is escaped
 */
export function page(response: Response, template: string, data: object = {}): void {
  const every = response.locals.every as () => object;
  response.type('html').send(eta.render(`/${template}`, { ...every(), ...data }));
}
