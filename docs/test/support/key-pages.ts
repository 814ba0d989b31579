/** One page of each kind: what is measured on these holds for the site. */
export const keyPages = {
  home: '/',
  lesson: '/lessons/conditional-requests/',
  lab: '/labs/01-address/',
  check: '/checks/01-address/match.stale/',
  instructor: '/start/instructor/',
};
