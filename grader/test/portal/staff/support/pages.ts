import { Client } from '../../support/client.ts';
import { openScene as openPortalScene, type Scene } from '../../support/portal.ts';
import { FORMULA, HOSTILE } from './scenes.ts';

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** Ana logs on as a student, Chi as an instructor; two names are hostile. */
const ROSTER = `id,name,email,group,role
ana,${quoted(HOSTILE)},ana@example.org,,
ben,Ben Okafor,ben@example.org,red,
cyd,Cyd Ray,cyd@example.org,red,
eve,${quoted(FORMULA)},eve@example.org,,
chi,Chi Nguyen,chi@example.org,,instructor
`;

/** A portal for a file of tests. */
export interface PortalScene {
  scene: Scene;
  /** The instructor's browser. */
  chi: Client;
  /** A student's. */
  ana: Client;
}

/** Opens a portal before the tests of a file, and closes it after them. */
export function portalForAll(): () => PortalScene {
  let opened: PortalScene | undefined;
  beforeAll(async () => {
    const scene = await openPortalScene({ roster: ROSTER, now: () => new Date('2027-03-01T00:00:00Z') });
    opened = { scene, chi: new Client(scene.url), ana: new Client(scene.url) };
    await opened.chi.logOn('chi');
    await opened.ana.logOn('ana');
  });
  afterAll(() => opened?.scene[Symbol.asyncDispose]());
  return () => {
    if (!opened) throw new Error('There is no portal before the first test.');
    return opened;
  };
}
