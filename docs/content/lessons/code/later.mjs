import { appendFileSync, existsSync, readFileSync } from 'node:fs';

const done = existsSync('done.txt') ? readFileSync('done.txt', 'utf8').split('\n') : [];
for (const step of ['address', 'person', 'link']) {
  if (done.includes(step)) continue;
  console.log(`calling: ${step}`);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  appendFileSync('done.txt', `${step}\n`);
}
console.log('succeeded');
