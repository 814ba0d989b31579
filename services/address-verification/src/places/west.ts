/** As in `northeast`. */
export const west = `
79901 El Paso TX
  N Mesa St 100-1199 Apt 40; S Mesa St 100-999 Apt 12; N Oregon St 100-1099 Apt 40; S Oregon St 100-1099 Apt 12
  N Stanton St 100-1099 Apt 40; E Missouri Ave 100-1199 Apt 24; Texas Ave 200-1399 Apt 24
80202 Denver CO
  17th St 1200-1999 Apt 90; 16th St 1200-1999 Apt 60; Wynkoop St 1400-1999 Apt 60; Larimer St 1200-1999 Apt 60
  Blake St 1200-1999 Apt 60; Wazee St 1200-1999 Apt 40; Champa St 1200-1899 Apt 60; California St 1200-1899 Apt 60
80302 Boulder CO
  Pearl St 700-2099 Apt 24; Walnut St 700-2099 Apt 40; Spruce St 500-2099 Apt 12; Pine St 300-2299 Apt 8
  Broadway St 800-2999 Apt 24; Canyon Blvd 600-2099 Apt 60; 9th St 700-2999 Apt 12
82001 Cheyenne WY
  Capitol Ave 1500-2899 Apt 12; Carey Ave 1500-3499 Apt 18; Central Ave 1500-3499 Apt 12; E 17th St 100-1999 Apt 12
  W 17th St 100-1199 Apt 12; W 24th St 100-1199 Apt 8; Warren Ave 1500-3499 Apt 12
83702 Boise ID
  W Main St 100-1699 Apt 60; W Idaho St 100-1699 Apt 60; W Bannock St 100-1699 Apt 40; N 8th St 100-2499 Apt 24
  N 13th St 100-2699 Apt 12; W Fort St 100-1699 Apt 18; W Jefferson St 100-1699 Apt 40
84101 Salt Lake City UT
  S Main St 1-899 Apt 90; S State St 200-899 Apt 60; W Broadway 1-499 Apt 90; W Pierpont Ave 100-499 Apt 40
  S West Temple 1-899 Apt 60; W Market St 1-99 Apt 40; S Rio Grande St 1-599 Apt 90
85004 Phoenix AZ
  N Central Ave 1-1799 Apt 90; E Washington St 1-1599 Apt 60; E Roosevelt St 1-1599 Apt 40; N 3rd St 1-1799 Apt 60
  N 7th St 1-1799 Apt 24; E McDowell Rd 1-1599 Apt 40; E Van Buren St 1-1599 Apt 60
87102 Albuquerque NM
  Central Ave NW 100-1299 Apt 40; Central Ave SE 100-1599 Apt 40; Gold Ave SW 100-1299 Apt 60; Copper Ave NW 100-1299 Apt 60
  4th St NW 100-1799 Apt 24; 12th St NW 100-1899 Apt 12; Edith Blvd SE 100-1599 Apt 8
87501 Santa Fe NM
  E San Francisco St 1-199 Ste 12; W San Francisco St 1-499 Ste 12; Canyon Rd 200-1399 Apt 6; E Palace Ave 1-999 Apt 8
  E Alameda St 1-1499 Apt 8; Paseo de Peralta 100-1699 Apt 12; Don Gaspar Ave 100-1199 Apt 8; Galisteo St 100-1699 Apt 12
89101 Las Vegas NV
  Fremont St 1-1499 Apt 40; S Las Vegas Blvd 1-899 Apt 60; N Las Vegas Blvd 1-899 Apt 24; Carson Ave 100-1599 Apt 40
  S Maryland Pkwy 1-899 Apt 24; E Ogden Ave 100-1399 Apt 90; S 7th St 1-899 Apt 18
89501 Reno NV
  N Virginia St 1-499 Apt 60; S Virginia St 1-499 Apt 60; N Sierra St 1-499 Apt 90; W 1st St 1-399 Apt 60
  E 4th St 100-999 Apt 40; W 2nd St 1-899 Apt 60; Mill St 1-499 Apt 24; N Arlington Ave 1-299 Apt 90
90017 Los Angeles CA
  Wilshire Blvd 500-1499 Apt 90; W 7th St 700-1599 Apt 90; W 6th St 700-1699 Apt 90; S Figueroa St 300-899 Apt 90
  W 8th St 700-1599 Apt 60; S Bixel St 300-1099 Apt 60; S Union Ave 300-999 Apt 40; W Olympic Blvd 900-1399 Apt 60
92101 San Diego CA
  5th Ave 200-1999 Apt 60; 4th Ave 200-1999 Apt 60; Broadway 100-1899 Apt 90; Market St 100-1899 Apt 90
  W Ash St 100-999 Apt 60; Columbia St 600-2599 Apt 40; India St 600-2599 Apt 40; Island Ave 100-1899 Apt 60
94103 San Francisco CA
  Mission St 800-2199 Apt 60; Market St 900-2199 Apt 90; Folsom St 800-2199 Apt 40; Howard St 800-1899 Apt 60
  Valencia St 1-699 Apt 24; Guerrero St 1-699 Apt 12; S Van Ness Ave 1-799 Apt 24; 9th St 1-699 Apt 60
95814 Sacramento CA
  J St 200-1599 Apt 60; K St 200-1599 Apt 60; L St 200-1599 Apt 60; Capitol Mall 100-999 Ste 90
  10th St 100-1999 Apt 40; 16th St 100-1999 Apt 40; P St 200-1599 Apt 40; S St 200-1599 Apt 24
96799 Pago Pago AS
  Main Rd 1-899 Apt 4; Fagatogo Sq 1-60 Ste 12; Airport Rd 1-299 Apt 4; Harbor Rd 1-299
96813 Honolulu HI
  S King St 1-1199 Apt 90; S Beretania St 1-1299 Apt 90; Punchbowl St 1-1599 Apt 40; Queen St 1-1199 Apt 90
  Kapiolani Blvd 600-1199 Apt 90; Bishop St 700-1199 Ste 90; Pali Hwy 1200-2199 Apt 40; Ward Ave 300-1399 Apt 60
96910 Hagatna GU
  W Soledad Ave 100-499 Ste 24; E Marine Corps Dr 100-699 Ste 24; Chalan Santo Papa 100-399 Ste 12; Hernan Cortez Ave 100-499 Ste 12
  W O'Brien Dr 100-599 Ste 12
96950 Saipan MP
  Beach Rd 1-1499 Apt 12; Chalan Pale Arnold 1-999 Apt 12; Middle Rd 1-1499 Apt 8; Navy Hill Rd 1-499
97205 Portland OR
  SW Morrison St 500-2199 Apt 60; SW Alder St 500-2099 Apt 60; W Burnside St 500-2399 Apt 60; SW 10th Ave 300-1099 Apt 90
  SW Park Ave 300-1099 Apt 60; SW Yamhill St 500-2099 Apt 60; SW Vista Ave 400-1199 Apt 12; SW Washington St 500-1999 Apt 60
97401 Eugene OR
  Willamette St 100-1899 Apt 40; E Broadway 1-999 Apt 60; W Broadway 1-499 Apt 60; Oak St 100-1799 Apt 40
  Pearl St 100-1899 Apt 40; E 11th Ave 1-999 Apt 40; Coburg Rd 1-2999 Apt 24; High St 100-1999 Apt 24
98101 Seattle WA
  Pike St 1-999 Apt 90; Pine St 1-999 Apt 90; 1st Ave 1000-1999 Apt 90; 2nd Ave 1000-1999 Apt 90
  4th Ave 1000-1999 Apt 90; Union St 1-999 Apt 60; Stewart St 1-999 Apt 90; Seneca St 1-999 Apt 60
99201 Spokane WA
  W Riverside Ave 1-2599 Apt 24; W Sprague Ave 1-2199 Apt 40; W Main Ave 1-1899 Apt 40; N Monroe St 1-2199 Apt 18
  W Broadway Ave 1-2599 Apt 18; S Howard St 1-599 Apt 24; N Washington St 1-1599 Apt 24; W 1st Ave 1-2599 Apt 24
99501 Anchorage AK
  W 4th Ave 100-1099 Apt 40; E 4th Ave 100-1599 Apt 24; W 5th Ave 100-1099 Apt 60; W 10th Ave 100-1599 Apt 18
  L St 100-1699 Apt 40; E 15th Ave 1-1599 Apt 18; Gambell St 100-1699 Apt 18; I St 100-1699 Apt 60
`;
