import type { Command } from 'commander';
import type { Shell } from './shell.ts';

interface Source {
  summary: string;
  load(shell: Shell): Promise<Command>;
}

/** Every command of `seeka`, each loaded when it is asked for. */
export const commands: Record<string, Source> = {
  grade: {
    summary: 'grade a folder, a zip, a git repository, or a service at a URL',
    load: async (shell) => (await import('./grade.ts')).gradeCommand(shell),
  },
  dev: {
    summary: 'run a service with its database and neighbours, again on each save',
    load: async (shell) => (await import('./dev.ts')).devCommand(shell),
  },
  start: {
    summary: 'run all of Seeka, with services of your own in place of the course’s',
    load: async (shell) => (await import('./start.ts')).startCommand(shell),
  },
  lab: {
    summary: 'start a lab, catch up with it, update or reset it',
    load: async (shell) => (await import('./lab.ts')).labCommand(shell),
  },
  class: {
    summary: 'grade a class from a roster, with a gradebook',
    load: async (shell) => (await import('./class.ts')).classCommand(shell),
  },
  portal: {
    summary: 'serve the portal of a class: hand in, watch, see results',
    load: async (shell) => (await import('./portal.ts')).portalCommand(shell),
  },
  worker: {
    summary: 'grade what waits in the queue of a class',
    load: async (shell) => (await import('./worker.ts')).workerCommand(shell),
  },
  verify: {
    summary: 'grade the grader: correct services and mutants',
    load: async (shell) => (await import('./verify.ts')).verifyCommand(shell),
  },
  export: {
    summary: 'write an autograder for Gradescope, or a workflow for GitHub',
    load: async (shell) => (await import('./export.ts')).exportCommand(shell),
  },
  replay: {
    summary: 'verify a signed report, and run it again',
    load: async (shell) => (await import('./replay.ts')).replayCommand(shell),
  },
  similarity: {
    summary: 'find submissions of a lab that are alike',
    load: async (shell) => (await import('./similarity.ts')).similarityCommand(shell),
  },
  pack: {
    summary: 'pack a service into a folder that any host runs',
    load: async (shell) => (await import('./pack.ts')).packCommand(shell),
  },
  release: {
    summary: 'write the edition of the course for students, or for instructors',
    load: async (shell) => (await import('./release.ts')).releaseCommand(shell),
  },
  doctor: {
    summary: 'say what this machine has and lacks, and how to mend it',
    load: async (shell) => (await import('./doctor.ts')).doctorCommand(shell),
  },
};
