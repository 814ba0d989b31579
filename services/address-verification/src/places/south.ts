/** As in `northeast`. */
export const south = `
00802 St Thomas VI
  Main St 1-199 Ste 12; Back St 1-149 Ste 8; Norre Gade 1-140 Apt 8; Kongens Gade 1-120 Apt 6
  Veterans Dr 1-499 Ste 24; Raphune Hill Rd 1-399 Apt 8
00901 San Juan PR
  Calle Fortaleza 50-399 Apt 12; Calle San Francisco 50-399 Apt 12; Calle del Cristo 50-299 Apt 8; Calle Sol 1-399 Apt 12
  Calle Luna 1-399 Apt 12; Calle San Justo 50-299 Ste 12; Avenida Ponce de Leon 1-499 Apt 60
00730 Ponce PR
  Calle Isabel 1-199 Apt 8; Calle Atocha 1-120 Ste 12; Calle Marina 9100-9399 Apt 12; Calle Mayor 1-160 Apt 8
  Calle Villa 1-399 Apt 6; Calle Reina 1-199 Apt 8
23219 Richmond VA
  E Main St 1-1599 Apt 40; W Main St 1-199 Ste 40; E Broad St 1-1299 Apt 40; W Broad St 1-199 Apt 40
  E Franklin St 1-1399 Apt 60; E Cary St 1-1599 Apt 60; N 2nd St 1-899 Apt 24
25301 Charleston WV
  Capitol St 1-299 Ste 30; Virginia St E 500-1699 Apt 24; Quarrier St 500-1599 Apt 18; Lee St E 400-1699 Ste 24
  Kanawha Blvd E 500-1599 Apt 40; Hale St 1-240 Ste 18; Washington St E 500-1699 Apt 12
27601 Raleigh NC
  N Person St 1-599 Apt 12; S Person St 1-899 Apt 12; N Blount St 1-599 Apt 12; S Blount St 1-999 Apt 18
  Fayetteville St 1-699 Ste 60; Hillsborough St 1-599 Apt 60; W Martin St 1-499 Apt 60; E Martin St 1-999 Apt 8
29401 Charleston SC
  Meeting St 1-299 Apt 12; King St 1-399 Apt 12; E Bay St 1-299 Apt 24; Broad St 1-260 Apt 8
  Tradd St 1-180 Apt 4; Church St 1-199 Apt 6; Calhoun St 1-399 Apt 40; Wentworth St 1-240 Apt 12
30303 Atlanta GA
  Peachtree St NE 1-299 Apt 90; Peachtree St SW 1-299 Ste 60; Edgewood Ave SE 1-299 Apt 40; Marietta St NW 1-399 Apt 60
  Auburn Ave NE 1-299 Apt 40; Broad St NW 1-140 Ste 24; Walton St NW 1-140 Apt 40; Decatur St SE 1-299 Apt 24
32801 Orlando FL
  N Orange Ave 1-1199 Apt 60; S Orange Ave 1-999 Apt 60; E Pine St 1-1299 Apt 24; W Pine St 1-160 Ste 24
  E Central Blvd 1-1499 Apt 40; N Magnolia Ave 1-1199 Apt 24; E Robinson St 1-1699 Apt 24
33130 Miami FL
  SW 8th St 1-1199 Apt 60; SW 7th St 1-1199 Apt 40; SW 1st St 1-1199 Apt 40; W Flagler St 1-1199 Apt 40
  Brickell Ave 1-99 Apt 90; S Miami Ave 1-1299 Apt 90; SW 2nd Ave 1-1299 Apt 60; SW 12th Ave 1-1299 Apt 40
35203 Birmingham AL
  1st Ave N 1200-2699 Apt 40; 2nd Ave N 1200-2699 Apt 60; 3rd Ave N 1200-2499 Apt 60; 5th Ave N 1200-2499 Ste 40
  20th St N 1-899 Ste 90; 22nd St N 1-899 Apt 24; Richard Arrington Jr Blvd N 1-899 Ste 40
37203 Nashville TN
  Broadway 900-1999 Apt 60; Church St 900-2399 Apt 90; Division St 700-1999 Apt 60; Demonbreun St 900-1699 Apt 60
  12th Ave S 1-899 Apt 60; 8th Ave S 1-899 Apt 40; Charlotte Ave 1000-2399 Apt 40
38103 Memphis TN
  S Main St 1-599 Apt 60; N Main St 1-599 Apt 60; Union Ave 1-399 Apt 40; Madison Ave 1-399 Ste 60
  S Front St 1-699 Apt 60; N Front St 1-499 Apt 60; Monroe Ave 1-399 Apt 24; Beale St 1-320 Ste 8
39201 Jackson MS
  E Capitol St 1-599 Ste 60; W Capitol St 100-699 Ste 24; N State St 1-899 Apt 24; S State St 1-899 Apt 12
  E Pearl St 1-499 Ste 24; N Congress St 1-899 Apt 18; N President St 1-899 Apt 18
40202 Louisville KY
  W Main St 100-1199 Apt 60; E Main St 1-999 Apt 60; W Market St 100-1199 Apt 40; E Market St 1-999 Apt 40
  S 4th St 100-999 Apt 60; S 3rd St 100-999 Apt 40; W Liberty St 100-1099 Ste 40; E Jefferson St 1-999 Apt 24
70112 New Orleans LA
  Canal St 800-1899 Apt 60; Bourbon St 100-399 Apt 12; Royal St 100-399 Apt 18; Dauphine St 100-399 Apt 12
  Iberville St 600-1599 Apt 18; Tulane Ave 1300-2099 Apt 40; Poydras St 1000-1699 Apt 90; S Rampart St 100-499 Apt 24
72201 Little Rock AR
  S Main St 100-1399 Apt 40; W Markham St 100-1499 Ste 40; E Markham St 100-599 Apt 60; Center St 100-1399 Apt 24
  Louisiana St 100-1399 Ste 40; W Capitol Ave 100-1399 Ste 60; President Clinton Ave 100-999 Apt 40
74103 Tulsa OK
  S Boston Ave 1-599 Ste 90; S Main St 1-599 Apt 60; S Boulder Ave 1-599 Apt 60; E 3rd St 1-499 Apt 40
  W 3rd St 1-499 Apt 40; S Cheyenne Ave 1-599 Apt 60; E Brady St 1-299 Apt 24
77002 Houston TX
  Main St 100-1399 Apt 90; Travis St 100-1399 Apt 90; Milam St 300-1399 Ste 60; Louisiana St 400-1399 Ste 60
  Fannin St 300-2399 Apt 40; San Jacinto St 100-2399 Apt 40; Texas St 500-1999 Apt 60; Preston St 500-2299 Apt 40
78701 Austin TX
  Congress Ave 1-1199 Apt 90; E 6th St 1-799 Apt 60; W 6th St 1-1199 Apt 90; Brazos St 100-1599 Apt 60
  Guadalupe St 100-1899 Apt 60; Lavaca St 100-1899 Apt 60; Rio Grande St 300-1899 Apt 40; San Jacinto Blvd 1-1799 Apt 40
`;
