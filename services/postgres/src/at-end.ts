const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const duties = new Set<() => void>();

/**
 * Does something when this process ends, by itself or by a signal, `kill -9` apart.
 * @returns what takes the duty off again.
 */
export function atEnd(duty: () => void): () => void {
  if (duties.size === 0) listen();
  duties.add(duty);
  return () => {
    if (duties.delete(duty) && duties.size === 0) stopListening();
  };
}

/** Before all others: one of them that listens only once would not be seen any more. */
function listen(): void {
  process.on('exit', fulfil);
  for (const signal of signals) process.prependListener(signal, onSignal);
}

function stopListening(): void {
  process.off('exit', fulfil);
  for (const signal of signals) process.off(signal, onSignal);
}

function fulfil(): void {
  for (const duty of duties) duty();
  duties.clear();
}

/** A program that listens itself decides when it ends; any other ends by the signal, as it would without us. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  try {
    fulfil();
  } finally {
    stopListening();
    process.kill(process.pid, signal);
  }
}
