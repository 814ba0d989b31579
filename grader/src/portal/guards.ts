import type { Request, RequestHandler } from 'express';
import type { Member } from '../course/roster.ts';
import { Refusal } from './refusal.ts';

/** Who asks; undefined when nobody has logged on. */
export function userOf({ user }: Request): Member | undefined {
  // What passport calls a user is a member of the roster.
  return user as Member | undefined;
}

/** Who asks. @throws Refusal when nobody has logged on. */
export function memberOf(request: Request): Member {
  const user = userOf(request);
  if (user) return user;
  const message = 'Your log-on has ended, or you have not logged on yet.';
  throw new Refusal(401, 'Log on first', message, 'Log on, then try again.');
}

/** Whether a member teaches. */
export function isStaff({ role }: Pick<Member, 'role'>): boolean {
  return role !== 'student';
}

/** Lets members in; others log on first, and come back to the page that they wanted. */
export const requireMember: RequestHandler = (request, response, next) => {
  if (request.user) return next();
  if (request.method !== 'GET' || request.accepts('html') === false) memberOf(request);
  // Not kept in a session: only the log-on begins one, and is limited.
  const wanted = pageWanted(request.originalUrl);
  response.redirect(303, wanted === undefined ? '/log-on' : `/log-on?${new URLSearchParams({ wanted })}`);
};

/** Those of this portal are shorter. */
const LONGEST_PATH = 300;

/** What is a path of this portal: //host and /\\host would be another one. */
export function pageWanted(path: unknown): string | undefined {
  if (typeof path !== 'string' || path.length > LONGEST_PATH) return undefined;
  return /^\/(?![/\\])[!-~]*$/.test(path) ? path : undefined;
}

/** Lets assistants and instructors in. */
export const requireStaff: RequestHandler = (request, response, next) => {
  const user = userOf(request);
  if (!user) return requireMember(request, response, next);
  if (isStaff(user)) return next();
  const message = 'This part of the portal is for those who teach the course.';
  throw new Refusal(403, 'For staff only', message, 'Go to your labs. If you teach, ask for a role in the roster.');
};

/** Lets students in: what staff hands in would stand among the results. */
export const requireStudent: RequestHandler = (request, response, next) => {
  const user = userOf(request);
  if (!user) return requireMember(request, response, next);
  if (!isStaff(user)) return next();
  const message = 'The roster has you as staff, and staff hands in nothing.';
  throw new Refusal(
    403,
    'For students only',
    message,
    'Try a submission with "seeka grade", or go to the staff pages.',
  );
};
