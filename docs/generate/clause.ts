/** A rule that stands behind a check, and where to read it. */
export interface Rule {
  text: string;
  /** Of an RFC alone. */
  url?: string;
}

/** The parts of a check's clause, such as "A18, RFC 6749 §10.12". */
export function rulesOf(clause: string): Rule[] {
  return clause.split(', ').map((text) => {
    const [, rfc, section] = /^RFC (\d+)(?: §(\d+(?:\.\d+)*))?$/.exec(text) ?? [];
    if (rfc === undefined) return { text };
    return { text, url: `https://www.rfc-editor.org/rfc/rfc${rfc}.html${section ? `#section-${section}` : ''}` };
  });
}
