/** Somebody whom this provider knows; the claims of OpenID Connect Core §5.1. */
export interface Somebody {
  sub: string;
  given_name: string;
  family_name: string;
  email: string;
  email_verified: boolean;
}

/** People for demonstrations: whoever clicks on one is that one. */
export const people: Somebody[] = [
  somebody('ana', 'Ana', 'Ruiz', true),
  somebody('ben', 'Ben', 'Okafor', true),
  somebody('chi', 'Chi', 'Nguyen', true),
  somebody('dora', 'Dora', 'Lind', false),
];

function somebody(sub: string, given_name: string, family_name: string, email_verified: boolean): Somebody {
  return { sub, given_name, family_name, email: `${sub}@example.org`, email_verified };
}

export function find(sub: string): Somebody | undefined {
  return people.find((one) => one.sub === sub);
}
