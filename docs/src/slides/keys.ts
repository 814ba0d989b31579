const STEPS: Record<string, number> = {
  ArrowRight: 1,
  ArrowDown: 1,
  PageDown: 1,
  ' ': 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  PageUp: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** Lets keys turn the slides, one at a time; returns what ends it. */
export function turnByKeys(): () => void {
  document.addEventListener('keydown', turn);
  return () => document.removeEventListener('keydown', turn);
}

function turn(event: KeyboardEvent): void {
  const step = event.key === ' ' && event.shiftKey ? -1 : STEPS[event.key];
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  const slides = [...document.querySelectorAll<HTMLElement>('main > section')];
  const shown = slides.findIndex((slide) => slide.getBoundingClientRect().bottom > window.innerHeight / 2);
  const next = slides[Math.min(Math.max(shown + step, 0), slides.length - 1)];
  if (!next) return;
  event.preventDefault();
  next.scrollIntoView();
  next.focus({ preventScroll: true });
  // The address leads back here after a reload.
  history.replaceState(history.state, '', `#${next.id}`);
}
