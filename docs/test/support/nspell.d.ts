/** What is used here of `nspell`, which brings no types. */
declare module 'nspell' {
  function nspell(dictionary: { aff: Uint8Array; dic: Uint8Array }): { correct(word: string): boolean };
  export = nspell;
}
