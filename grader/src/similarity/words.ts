/** Names that a module of JavaScript may not use as it likes: they stay, all others become one token. */
export const RESERVED: ReadonlySet<string> = words(`
  await break case catch class const continue debugger default delete do else enum export extends false finally for
  function if implements import in instanceof interface let new null package private protected public return static
  super switch this throw true try typeof var void while with yield`);

/** The same for SQL, in lower case. */
export const SQL: ReadonlySet<string> = words(`
  add all alter and any as asc begin between by case cast check column commit conflict constraint create cross
  default delete desc distinct do drop else end except exists false for foreign from full function group having if
  in index inner insert intersect into is join key language left like limit not nothing null offset on or order outer
  over partition primary references replace return returning returns rollback row select set table then trigger true
  union unique update using values view when where with`);

/** The same for Python, Java, Go, C, Rust, Ruby, PHP and their like, together. */
export const COMMON: ReadonlySet<string> = words(`
  abstract and as assert async await begin bool boolean break byte case catch chan char class const continue def
  default defer del delete do double elif else elsif end ensure enum except export extends extern false final finally
  float fn for foreach from func function global go goto if impl implements import in include instanceof int interface
  is lambda let long loop map match mod module mut namespace new nil none nonlocal not null operator or override
  package pass private protected pub public raise range rescue return select self short static struct super switch
  synchronized template this throw throws trait true try type typeof union unless until unsafe use using val var
  virtual void volatile when where while with yield`);

function words(list: string): Set<string> {
  return new Set(list.trim().split(/\s+/));
}
