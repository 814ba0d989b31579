import type { Request } from 'express';
import { type InForce, reportInForce } from '../../class/report-in-force.ts';
import { triedOf } from '../../class/tried.ts';
import { labVersionOf, signingKey } from '../../evidence/evidence.ts';
import { signReport } from '../../evidence/signature.ts';
import { json } from '../../report/json.ts';
import { forReader } from '../../report/reader.ts';
import { isStaff, memberOf } from '../guards.ts';
import type { PortalParts } from '../parts.ts';
import { nothingHere, Refusal } from '../refusal.ts';
import { shownAttempt, titleOf } from './lab-pages.ts';
import { type Mine, standingsFor } from './mine.ts';

/** The attempt that the path names, for its member, the member's group, and staff. @throws Refusal to everybody else. */
export async function attemptOf(parts: PortalParts, request: Request): Promise<Mine> {
  const asked = memberOf(request);
  const id = [request.params.id ?? []].flat().join('/');
  // As ids are: PostgreSQL takes no NUL.
  if (!/^[\w./-]+$/.test(id)) throw nothingHere();
  const [found] = await triedOf(parts.gradebook.knex, (attempts) => attempts.where('attempts.id', id));
  const owner = found && parts.roll.member(found.member);
  if (!found || !owner) throw nothingHere();
  if (!isStaff(asked) && !parts.roll.groupOf(owner).some((one) => one.id === asked.id)) throw nothingHere();
  const { attempts } = await standingsFor(parts, owner);
  return attempts.find((one) => one.id === id) ?? { ...found, number: found.nth };
}

/** Everything that the page of one attempt shows. */
export async function attemptPage(parts: PortalParts, attempt: Mine) {
  const owner = parts.roll.member(attempt.member);
  const standings = owner && (await standingsFor(parts, owner));
  const lab = standings?.standing.labs.find((one) => one.lab === attempt.lab);
  const inForce = attempt.isGraded ? await reportInForce(parts.gradebook, attempt) : undefined;
  const adjustments = await parts.gradebook.knex('adjustments').where({ attempt: attempt.id }).orderBy('id');
  return {
    attempt: shownAttempt(attempt, { attempt: lab?.attempt ?? null }),
    title: titleOf(parts.course, attempt.lab),
    says: lab?.attempt === attempt.id ? lab.says.points : undefined,
    checkpoints: inForce?.report.checkpoints,
    regraded: inForce?.regraded,
    adjustments: adjustments as { points: string; reason: string }[],
    hasReport: inForce !== undefined,
  };
}

/** @throws Refusal when there is no report of it. */
export async function inForceOf(parts: PortalParts, attempt: Mine): Promise<InForce> {
  const found = await reportInForce(parts.gradebook, attempt);
  if (found) return found;
  const message = 'This attempt has not been graded yet, or could not be.';
  throw new Refusal(404, 'There is no report yet', message, 'Look at the attempt’s page: it says how far it is.');
}

/** The report as students may read it, signed. */
export async function recordOf({ course }: PortalParts, { lab }: Mine, inForce: InForce): Promise<string> {
  const { report, submissionDigest, contractDigest } = inForce;
  const evidence = { submissionDigest, contractDigest, labVersion: labVersionOf(course, lab) };
  return json(await signReport(forReader(report), evidence, await signingKey(course, process.env)));
}
