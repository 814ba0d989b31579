// Loads what the services of students load, so that it is compiled. Runs in a sandbox, where the course is at /course.

import { readdirSync, readFileSync } from 'node:fs';

const kit = '/course/services/kit';
const { dependencies = {} } = JSON.parse(readFileSync(`${kit}/package.json`, 'utf8'));
const modules = readdirSync(`${kit}/src`).map((file) => `${kit}/src/${file}`);
// Not the kit's, but of services that handle tokens.
const others = ['jose', 'passport', 'passport-oauth2'];
for (const name of [...Object.keys(dependencies), ...others, ...modules]) {
  await import(name).catch(({ message }) => console.error(`${name} is left out: ${message}`));
}
