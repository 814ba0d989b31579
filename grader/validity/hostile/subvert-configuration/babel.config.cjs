module.exports = require('./mark.cjs');
