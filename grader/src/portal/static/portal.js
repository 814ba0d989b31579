// What waits tells its place by itself. Every page works without this file.
const waiting = [...document.querySelectorAll('[data-attempt]')];

if (waiting.length > 0) {
  const asked = new URLSearchParams(waiting.map((element) => ['attempt', element.dataset.attempt]));
  const source = new EventSource(`/progress?${asked}`);
  source.addEventListener('message', ({ data }) => {
    const { id, state, text } = JSON.parse(data);
    for (const element of waiting.filter(({ dataset }) => dataset.attempt === id)) {
      element.textContent = text;
      element.className = `state ${state}`;
    }
  });
  source.addEventListener('end', () => {
    source.close();
    if (document.querySelector('[data-reload]') && !isFilledIn()) location.reload();
  });
  addEventListener('pagehide', () => source.close());
}

// What somebody has begun to fill in would be lost.
function isFilledIn() {
  const fields = [...document.querySelectorAll('main :is(input:not([type=hidden]), textarea)')];
  return fields.some(({ value, defaultValue }) => value !== defaultValue);
}

// A second click would hand in twice.
for (const form of document.querySelectorAll('form')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'yes';
    form.querySelector('button')?.setAttribute('aria-busy', 'true');
  });
}
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) {
    delete form.dataset.sent;
    form.querySelector('button')?.removeAttribute('aria-busy');
  }
});
