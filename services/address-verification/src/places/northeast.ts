/** ZIP, city, state; below, its streets with their house numbers and, where houses are divided, the units of each. */
export const northeast = `
02108 Boston MA
  Beacon St 1-149 Apt 40; Tremont St 1-199 Ste 80; Park St 1-40 Apt 24; Bowdoin St 1-120 Apt 60
  Mount Vernon St 1-150 Apt 12; Joy St 1-90 Apt 16; School St 1-99 Ste 60; Bromfield St 1-70 Ste 30
02139 Cambridge MA
  Massachusetts Ave 400-999 Apt 60; Main St 600-999 Ste 40; Prospect St 1-320 Apt 30; Inman St 1-250 Apt 12
  Western Ave 1-299 Apt 24; River St 1-380 Apt 18; Norfolk St 1-330 Apt 12
02903 Providence RI
  Westminster St 1-599 Apt 60; Benefit St 1-420 Apt 12; Weybosset St 1-360 Ste 50; Dorrance St 1-260 Ste 60
  S Main St 1-399 Apt 40; N Main St 1-260 Apt 40; Atwells Ave 1-299 Apt 18
03301 Concord NH
  N Main St 1-399 Ste 30; S Main St 1-299 Ste 30; N State St 1-499 Apt 12; S State St 1-199 Apt 12
  Pleasant St 1-420 Apt 24; School St 1-240 Apt 12; Centre St 1-199 Apt 12
04101 Portland ME
  Congress St 100-899 Apt 40; Commercial St 1-450 Ste 40; Exchange St 1-99 Ste 24; Fore St 1-599 Apt 30
  Spring St 1-399 Apt 24; Cumberland Ave 1-799 Apt 18; Park St 1-199 Apt 12
05401 Burlington VT
  Church St 1-220 Ste 30; College St 1-499 Apt 24; Pearl St 1-420 Apt 18; S Prospect St 1-599 Apt 12
  N Winooski Ave 1-499 Apt 12; S Winooski Ave 1-420 Apt 24; Pine St 1-799 Apt 12; S Union St 1-599 Apt 8
06103 Hartford CT
  Main St 500-1199 Ste 80; Asylum St 1-399 Apt 60; Pratt St 1-120 Ste 40; Trumbull St 1-499 Apt 90
  Church St 1-320 Apt 60; Pearl St 1-260 Ste 70; Allyn St 1-299 Apt 40
07102 Newark NJ
  Broad St 500-1199 Ste 90; Market St 1-899 Ste 60; Halsey St 1-299 Apt 60; Washington St 1-599 Apt 40
  Raymond Blvd 700-1199 Apt 90; James St 1-199 Apt 12; Central Ave 1-299 Apt 24
08540 Princeton NJ
  Nassau St 1-599 Apt 18; Witherspoon St 1-420 Apt 12; Mercer St 1-499 Apt 8; Bank St 1-60 Apt 6
  Harrison St 1-699 Apt 12; Prospect Ave 1-499 Apt 8; Cherry Hill Rd 1-899
10011 New York NY
  W 10th St 1-320 Apt 60; W 11th St 1-380 Apt 60; W 12th St 1-399 Apt 90; W 13th St 1-460 Apt 90
  W 14th St 1-499 Apt 90; W 20th St 100-599 Apt 60; 6th Ave 400-699 Apt 90; 8th Ave 1-299 Apt 90
  Greenwich Ave 1-140 Apt 40
10025 New York NY
  W 96th St 1-399 Apt 90; W 103rd St 1-360 Apt 60; W 110th St 100-620 Apt 90; Broadway 2550-2899 Apt 90
  W End Ave 700-999 Apt 90; Riverside Dr 240-420 Apt 90; Amsterdam Ave 740-1039 Apt 90; Columbus Ave 760-999 Apt 90
11201 Brooklyn NY
  Court St 1-399 Apt 60; Smith St 1-299 Apt 40; Atlantic Ave 1-460 Apt 60; Clinton St 1-399 Apt 24
  Henry St 1-499 Apt 40; Joralemon St 1-299 Apt 40; Montague St 80-260 Apt 60; State St 1-480 Apt 24
12207 Albany NY
  State St 1-120 Ste 60; Broadway 300-999 Ste 40; N Pearl St 1-499 Ste 60; S Pearl St 1-99 Ste 40
  Clinton Ave 1-199 Apt 12; Orange St 1-299 Apt 12; Columbia St 1-160 Ste 30
14202 Buffalo NY
  Main St 1-799 Ste 80; Delaware Ave 1-699 Apt 60; Franklin St 1-599 Ste 40; Pearl St 1-599 Ste 50
  Niagara St 1-299 Apt 60; W Chippewa St 1-240 Apt 40; S Elmwood Ave 1-399 Apt 24
15222 Pittsburgh PA
  Penn Ave 900-2999 Apt 60; Liberty Ave 600-1199 Apt 60; Smallman St 1100-2999 Apt 90; Grant St 300-699 Ste 90
  Fort Duquesne Blvd 600-999 Apt 90; Wood St 300-699 Ste 50; Forbes Ave 1-99 Ste 60
19103 Philadelphia PA
  Walnut St 1500-2399 Apt 60; Chestnut St 1500-2399 Apt 90; Spruce St 1500-2599 Apt 24; Pine St 1500-2599 Apt 18
  S 20th St 1-399 Apt 24; N 20th St 1-240 Apt 60; S 17th St 1-360 Apt 60; Arch St 1500-2199 Apt 90
19801 Wilmington DE
  N Market St 100-1399 Apt 40; S Market St 1-599 Apt 60; N King St 300-1399 Ste 40; N Orange St 300-1399 Ste 60
  W 4th St 1-999 Apt 12; E 4th St 1-999 Apt 12; Delaware Ave 1-99 Ste 60
20001 Washington DC
  7th St NW 600-2199 Apt 60; 9th St NW 900-2199 Apt 60; 5th St NW 600-2399 Apt 24; U St NW 200-1199 Apt 40
  Florida Ave NW 1-699 Apt 40; Rhode Island Ave NW 1-699 Apt 24; New Jersey Ave NW 300-1799 Apt 40
20009 Washington DC
  14th St NW 1800-3099 Apt 60; 16th St NW 1700-2899 Apt 90; 18th St NW 1700-2699 Apt 40; Columbia Rd NW 1400-1999 Apt 60
  Connecticut Ave NW 1600-2299 Apt 90; Swann St NW 1400-1999 Apt 8; T St NW 1300-1999 Apt 18
21201 Baltimore MD
  N Charles St 200-1299 Apt 60; N Howard St 100-1099 Apt 40; Park Ave 200-1399 Apt 24; Cathedral St 300-1199 Apt 40
  W Saratoga St 1-799 Apt 40; W Mulberry St 1-699 Apt 18; St Paul Pl 200-399 Apt 90; Madison Ave 800-1699 Apt 24
`;
