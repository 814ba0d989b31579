// Runs in the page of Swagger UI. The window is of the same origin as soon as it is back, so its answer can be read.
const button = Object.assign(document.createElement('button'), { id: 'log-on', textContent: 'Log on' });
button.style = 'position: fixed; right: 1rem; bottom: 1rem; z-index: 9; padding: .6rem 1.2rem; font: 1rem system-ui';
document.body.append(button);

button.onclick = async () => {
  const opened = window.open('/login', 'log-on', 'popup,width=480,height=640');
  if (!opened) return say('The browser has blocked the window.');
  const answer = await answerIn(opened);
  opened.close();
  if (!answer) return;
  if (!answer.access_token) return say(`Not logged on: ${answer.detail ?? 'no token came.'}`);
  window.ui.preauthorizeApiKey('bearer', answer.access_token);
  say('Logged on');
};

function say(text) {
  button.textContent = text;
}

/** What the log-on shows at its end; undefined when the window was shut before. */
async function answerIn(opened) {
  while (!opened.closed) {
    const text = textIn(opened);
    if (text) return JSON.parse(text);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** While the window is at the identity provider, the browser lets nobody look into it. */
function textIn(opened) {
  try {
    const { location, document: shown } = opened;
    const isBack = location.pathname === '/login/callback' && shown.readyState === 'complete';
    return isBack ? (shown.querySelector('pre') ?? shown.body).textContent : undefined;
  } catch {
    return undefined;
  }
}
