/** The words of a search as the index has them: without the signs at their ends, as those of `/addresses/{id}`. */
export function tokenize(text: string): string[] {
  const words = text.toLowerCase().match(/[^-\s]+/g) ?? [];
  return words.map((word) => word.replaceAll(/^\W+|\W+$/g, '')).filter(Boolean);
}
