/** What is printed on stderr until it is disposed of; it is not shown. */
export function captureErrors(): Disposable & { printed: unknown[] } {
  const printed: unknown[] = [];
  const { error } = console;
  console.error = (...texts: unknown[]) => printed.push(...texts);
  return {
    printed,
    [Symbol.dispose]: () => {
      console.error = error;
    },
  };
}
