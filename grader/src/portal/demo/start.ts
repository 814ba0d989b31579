import { join } from 'node:path';
import { runCli } from '../../cli/run-cli.ts';
import { sandboxHere } from '../../machine.ts';

// The portal as a part of `npm start`: with people of the course's own identity provider, and a gradebook of its own.
const [roster = '', course = ''] = ['roster.csv', 'course.yaml'].map((name) => join(import.meta.dirname, name));
const canGrade = sandboxHere() !== undefined;
if (!canGrade) console.log('Nothing is graded, for want of a sandbox: "seeka doctor" says how to get one.');
const words = ['portal', '--roster', roster, '--course', course, '--concurrency', canGrade ? '1' : '0'];
const env = { ...process.env, SEEKA_DATABASE_URL: process.env.DATABASE_URL };
process.exit(await runCli(words, env, process));
