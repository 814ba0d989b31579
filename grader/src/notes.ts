/** Of one submission: more are read by nobody, and are kept and shown many times. */
const MOST_NOTES = 20;

/** The first notes, and how many more there are. */
export function fewNotes(notes: string[]): string[] {
  const more = notes.length - MOST_NOTES;
  return more > 0 ? [...notes.slice(0, MOST_NOTES), `And ${more} more.`] : notes;
}
