/** As in `northeast`. */
export const midwest = `
43215 Columbus OH
  N High St 1-799 Apt 60; S High St 1-899 Apt 60; E Broad St 1-599 Ste 90; W Broad St 1-499 Apt 40
  E Gay St 1-499 Apt 60; E Town St 1-799 Apt 24; Neil Ave 1-899 Apt 12; S 3rd St 1-899 Apt 24
44113 Cleveland OH
  Euclid Ave 1-399 Apt 90; Prospect Ave W 1-299 Apt 60; W 6th St 1200-1499 Apt 60; W 9th St 1200-1599 Apt 90
  Detroit Ave 1200-4499 Apt 40; W 25th St 1200-2999 Apt 40; Lorain Ave 2400-4499 Apt 18; St Clair Ave W 1-899 Apt 60
46204 Indianapolis IN
  N Meridian St 1-999 Apt 60; S Meridian St 1-299 Apt 60; E Washington St 1-599 Apt 60; W Washington St 1-499 Apt 60
  Massachusetts Ave 200-799 Apt 24; N Delaware St 1-999 Apt 40; E Ohio St 1-699 Apt 40; Monument Cir 1-140 Ste 60
48104 Ann Arbor MI
  S Main St 100-1299 Apt 24; N Main St 100-699 Apt 12; E Liberty St 100-799 Apt 24; W Liberty St 100-1999 Apt 8
  S State St 200-1599 Apt 18; Packard St 400-2999 Apt 12; E Washington St 100-899 Apt 40; Hill St 200-1999 Apt 12
48226 Detroit MI
  Woodward Ave 400-1699 Apt 60; Griswold St 400-1299 Apt 60; Michigan Ave 100-1299 Apt 40; Washington Blvd 1000-1599 Apt 60
  Randolph St 100-1399 Apt 24; Broadway St 1200-1599 Apt 40; W Fort St 1-999 Apt 60; E Jefferson Ave 1-799 Apt 90
50309 Des Moines IA
  Walnut St 100-1699 Apt 60; Locust St 100-1699 Apt 60; Grand Ave 100-1799 Apt 60; Court Ave 100-699 Apt 60
  SW 5th St 1-599 Apt 40; High St 400-1999 Apt 24; E Grand Ave 100-699 Apt 60
53202 Milwaukee WI
  E Wisconsin Ave 1-899 Apt 90; N Water St 500-1899 Apt 60; E Brady St 600-1799 Apt 18; N Prospect Ave 1100-2199 Apt 90
  N Broadway 500-1299 Apt 40; E Ogden Ave 500-1199 Apt 90; N Farwell Ave 1200-2199 Apt 60; E Knapp St 200-1099 Apt 60
53703 Madison WI
  State St 100-699 Apt 24; E Washington Ave 1-1399 Apt 90; W Washington Ave 1-799 Apt 60; E Johnson St 1-1399 Apt 12
  W Johnson St 1-699 Apt 60; N Hamilton St 1-399 Apt 24; S Hamilton St 1-399 Apt 24; Langdon St 1-799 Apt 24
55401 Minneapolis MN
  N Washington Ave 1-899 Apt 60; S Washington Ave 1-499 Apt 90; Hennepin Ave 1-499 Apt 60; Nicollet Mall 1-499 Apt 90
  N 1st St 100-1199 Apt 60; N 2nd St 100-1199 Apt 60; N 3rd Ave 1-499 Apt 60; Marquette Ave 1-499 Apt 90
57104 Sioux Falls SD
  S Phillips Ave 1-899 Apt 24; N Phillips Ave 100-999 Apt 40; S Main Ave 100-1699 Apt 18; S Minnesota Ave 100-1799 Apt 24
  W 10th St 100-2199 Apt 12; E 10th St 100-2199 Apt 12; N Dakota Ave 100-999 Apt 12
58102 Fargo ND
  Broadway N 1-2999 Apt 24; Roberts St N 1-599 Apt 40; 4th St N 1-1999 Apt 12; 5th St N 1-2399 Apt 12
  7th Ave N 1-1499 Apt 12; 12th Ave N 1-1999 Apt 24; N University Dr 1-3199 Apt 18
59801 Missoula MT
  N Higgins Ave 100-599 Apt 24; S Higgins Ave 100-2499 Apt 12; W Broadway St 100-1999 Apt 18; E Front St 100-799 Apt 24
  Brooks St 100-2499 Apt 12; S 3rd St W 100-2399 Apt 12; S 4th St W 100-1599 Apt 8
60601 Chicago IL
  N Michigan Ave 1-399 Apt 90; N State St 1-399 Apt 90; N Wabash Ave 1-399 Apt 90; E Randolph St 1-599 Apt 90
  W Randolph St 1-239 Ste 90; E Lake St 1-99 Apt 60; N Clark St 100-399 Ste 90; E Wacker Dr 1-499 Apt 90
60614 Chicago IL
  N Clark St 1800-2799 Apt 60; N Lincoln Ave 1800-2899 Apt 24; N Halsted St 1800-2799 Apt 18; W Fullerton Ave 1-1599 Apt 24
  W Armitage Ave 300-1599 Apt 12; N Sheffield Ave 1800-2799 Apt 12; N Cleveland Ave 1800-2799 Apt 18; W Webster Ave 300-1599 Apt 12
63101 Saint Louis MO
  Washington Ave 400-1399 Apt 60; Olive St 400-1399 Apt 60; Locust St 400-1399 Apt 60; Pine St 400-1299 Apt 60
  N 8th St 1-999 Apt 40; N 10th St 1-999 Apt 40; N Tucker Blvd 1-999 Apt 60
64105 Kansas City MO
  Main St 100-1299 Apt 60; Walnut St 200-1299 Apt 60; Baltimore Ave 600-1299 Apt 60; Broadway Blvd 200-1299 Apt 60
  W 10th St 1-999 Apt 40; Central St 600-1299 Apt 40; Delaware St 200-699 Apt 40; Grand Blvd 300-699 Apt 60
66044 Lawrence KS
  Massachusetts St 500-2399 Apt 12; Vermont St 500-1999 Apt 12; New Hampshire St 500-1999 Apt 40; Tennessee St 400-1999 Apt 12
  Kentucky St 400-1999 Apt 12; W 9th St 1-2399 Apt 24; W 6th St 1-2399 Apt 12; E 9th St 1-899 Apt 12
66603 Topeka KS
  SW Harrison St 100-1099 Ste 24; SE Quincy St 100-1099 Ste 24; SW 6th Ave 100-1099 Apt 12; SE 6th Ave 100-999 Apt 12
  SW Jackson St 500-999 Ste 40; S Kansas Ave 100-699 Ste 40
68102 Omaha NE
  Farnam St 900-2399 Apt 60; Harney St 900-2399 Apt 60; Howard St 900-2399 Apt 60; Dodge St 900-2399 Apt 60
  S 13th St 100-1299 Apt 40; S 10th St 100-1299 Apt 60; N 16th St 100-999 Apt 40; Leavenworth St 900-2399 Apt 24
`;
