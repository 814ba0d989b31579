import { parse } from 'csv-parse/sync';

/** Grades that Moodle would store, by person. */
export type Grades = Record<string, (number | null)[]>;

/** Reads a file by the rules of Moodle's grade import, which one bad row aborts as a whole: then it throws. */
export function importIntoMoodle(text: string, known: string[]): Grades {
  const [header = [], ...lines] = parse(text, { relax_column_count: false }) as string[][];
  if (new Set(header).size !== header.length) throw new Error('Two columns have one heading.');
  const grades: Grades = {};
  for (const [key = '', ...values] of lines) {
    if (!known.includes(key.trim())) throw new Error(`User mapping error: could not find user "${key}".`);
    if (grades[key]) throw new Error(`"${key}" has two rows.`);
    grades[key] = values.map(gradeOf);
  }
  return grades;
}

function gradeOf(value: string): number | null {
  const text = value.trim();
  if (text === '' || text === '-') return null;
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new Error(`Bad grade: "${value}".`);
  return Number(text);
}
