/** Stands in for Prism, which the theme would load: code is coloured when the site is built, by plugins/colour-code.ts. */
export const Prism = {};
