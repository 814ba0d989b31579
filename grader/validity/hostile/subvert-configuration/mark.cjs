const { writeFileSync } = require('node:fs');
const { join } = require('node:path');

// Whoever loads this outside the sandbox finds these files afterwards.
const { stages } = require('./canary.json');
for (const place of ['/tmp', '/var/tmp', join(stages, '..')]) {
  try {
    writeFileSync(join(place, 'hostile-mark'), 'loaded');
  } catch (error) {
    console.log(error.code);
  }
}
module.exports = class Mark {};
