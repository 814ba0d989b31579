module.exports = { testEnvironment: './mark.cjs', transform: { '.*': './mark.cjs' } };
