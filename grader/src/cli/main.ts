#!/usr/bin/env node
console.log('seeka');
