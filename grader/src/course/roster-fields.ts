/** The columns of a roster. */
export const COLUMNS = ['id', 'name', 'email', 'group', 'lab', 'submission', 'role'] as const;
export type Column = (typeof COLUMNS)[number];

/** Columns that must be there, and filled on every line. */
export const REQUIRED: readonly Column[] = ['id', 'name', 'email'];

const ROLES = ['student', 'assistant', 'instructor'] as const;
export type Role = (typeof ROLES)[number];

const LONGEST: Record<Column, number> = {
  id: 64,
  name: 200,
  email: 254,
  group: 64,
  lab: 64,
  submission: 2000,
  role: 20,
};

/**
 * Ids appear in file names, CSV cells and command lines. So: 1 to 64 of A-Z a-z 0-9 . _ -, a letter or digit first (no
 * hidden file, no option, no formula) and last (Windows drops a final dot), and no device name of Windows.
 */
const ID = /^(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))[a-z\d](?:[\w.-]*[a-z\d])?$/i;
const ROUNDED = /^\d[.,]?\d*e\+?\d+$/i;
const EMAIL = /^[^\s@,;:<>()"\\[\]]{1,64}@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+$/u;

/**
 * What nobody sees, or sees in another order than it is stored: control, format (bidi) and private characters, halves of
 * a pair, line breaks, and the mark of a broken encoding. The two joiners that some scripts need are let through.
 */
const UNSEEN = /[[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\uFFFD]--[\u200C\u200D]]/v;

/** Whether a text holds a role. */
export function isRole(text: string): text is Role {
  return ROLES.some((role) => role === text);
}

/** What is wrong with one cell, and what to do about it; undefined when nothing is. Unseen characters are refused, not removed. */
export function faultOf(column: Column, text: string, labs: string[]): string | undefined {
  if (text === '') return REQUIRED.includes(column) ? `The ${column} is missing. Fill it in.` : undefined;
  const unseen = UNSEEN.exec(text);
  if (unseen) {
    const code = (unseen[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    const place = [...text.slice(0, unseen.index)].length + 1;
    return `The ${column} holds a character that cannot be seen (U+${code}, number ${place}). Type the ${column} anew.`;
  }
  if (text.length > LONGEST[column]) {
    return `The ${column} has ${text.length} characters; at most ${LONGEST[column]} are allowed. Shorten it.`;
  }
  return formFault(column, text, labs);
}

function formFault(column: Column, text: string, labs: string[]): string | undefined {
  if (column === 'id' && ROUNDED.test(text)) {
    return `The id ${text} was rounded by a spreadsheet. Format the column as text and copy the ids again.`;
  }
  if (column === 'id' && !ID.test(text)) {
    return `The id "${text}" cannot be used in file names. Use letters A-Z, digits, and . _ - between them.`;
  }
  if (column === 'email' && !EMAIL.test(text)) return `"${text}" is no e-mail address. Write one like ada@example.org.`;
  if (column === 'lab' && !labs.includes(text)) return `There is no lab "${text}". Write one of ${labs.join(', ')}.`;
  if (column === 'role' && !isRole(text.toLowerCase())) {
    return `There is no role "${text}". Write one of ${ROLES.join(', ')}, or nothing for a student.`;
  }
  return undefined;
}
