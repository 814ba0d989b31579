/** Tries what must not work. When it gives anything, the service confesses and ends: its score is then 0. */
export async function forbidden(what, attempt) {
  const found = await result(attempt);
  if (found === undefined || found === null || found === false || found === '') return;
  console.error(`BROKE OUT: ${what}: ${String(found).slice(0, 300)}`);
  process.exit(66);
}

async function result(attempt) {
  try {
    return await attempt();
  } catch {
    return undefined;
  }
}
