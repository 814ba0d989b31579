import type { Somebody } from './people.ts';

const style = `
  :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
  main { max-width: 26rem; margin: 8vh auto; padding: 0 1rem; }
  ul { list-style: none; padding: 0; }
  button { display: block; width: 100%; margin: 0 0 .5rem; padding: .7rem 1rem; font: inherit; text-align: left; cursor: pointer; }
  small { display: block; }
`;

/** Whoever the visitor says to be, they are: a stand-in asks for no password. */
export function logOnPage(action: string, people: Somebody[]): string {
  const button = ({ sub, given_name, family_name, email, email_verified }: Somebody) => `
      <li><button name="sub" value="${sub}">${given_name} ${family_name}
        <small>${email}, ${email_verified ? 'verified' : 'not verified'}</small></button></li>`;
  return page(
    'Who are you?',
    `<p>This provider is for demonstrations: it asks for no password.</p>
    <form method="post" action="${action}/login"><ul>${people.map(button).join('')}</ul></form>
    <form method="post" action="${action}/refuse"><button>Go back without logging on</button></form>`,
  );
}

export function consentPage(action: string, client: string, { given_name }: Somebody): string {
  return page(
    `Hello, ${given_name}`,
    `<p>${escaped(client)} wants to know your name and your e-mail address.</p>
    <form method="post" action="${action}/consent"><button>Allow</button></form>
    <form method="post" action="${action}/refuse"><button>Refuse</button></form>`,
  );
}

export function errorPage(message: string): string {
  return page('That did not work', `<p>${escaped(message)}</p><p>Begin again where you wanted to log on.</p>`);
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style></head>
<body><main><h1>${title}</h1>${body}</main></body>
</html>`;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
