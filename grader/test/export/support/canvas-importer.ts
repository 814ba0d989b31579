import { parse } from 'csv-parse/sync';

/** What Canvas would change by an import. */
export interface Import {
  /** Headings of assignments, as Canvas reads them: a number in brackets names an existing one. */
  assignments: { title: string; id?: string; pointsPossible: string }[];
  students: { name: string; id: string; sisUserId: string; sisLoginId: string; section: string; grades: string[] }[];
}

const TOTALS =
  /Current Score|Current Points|Current Grade|Final Score|Final Points|Final Grade|Override (Score|Grade|Status)/;
const BLOCK = ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section'];

/** Reads a file by the rules of Canvas's gradebook importer; throws where that would fail, or take a student for none. */
export function importIntoCanvas(text: string): Import {
  const delimiter = /^\ufeff?"?Student"?;/.test(text) ? ';' : ',';
  const [header = [], ...lines] = parse(text, { bom: true, delimiter, relax_column_count: false }) as string[][];
  if (BLOCK.some((name, at) => header[at] !== name)) throw new Error(`Invalid header row: ${header.join()}`);
  if (new Set(header).size !== header.length)
    throw new Error('Two columns have one heading: both would be read as the first.');
  const places = header.flatMap((heading, at) => (at >= BLOCK.length && !TOTALS.test(heading) ? [at] : []));
  const maxima = lines.filter(([first = '']) => first.includes('Points Possible'));
  if (maxima.length !== 1) throw new Error(`${maxima.length} rows are taken for the row of maxima.`);
  const people = lines.filter(
    (line) => !maxima.includes(line) && !line.every((cell) => /^\s*(Muted|Manual Posting.*)?\s*$/i.test(cell)),
  );
  return {
    assignments: places.map((at) => ({ ...titleAndId(header[at] ?? ''), pointsPossible: maxima[0]?.[at] ?? '' })),
    students: people.map((line) => studentOf(line, places)),
  };
}

function titleAndId(heading: string): { title: string; id?: string } {
  const [, title, id] = /^(.*)\s\((\d+)\)$/.exec(heading) ?? [];
  return title !== undefined && id !== undefined ? { title, id } : { title: heading };
}

function studentOf(line: string[], places: number[]): Import['students'][number] {
  const [name = '', id = '', sisUserId = '', sisLoginId = '', section = ''] = line;
  const grades = places.map((at) => line[at] ?? '');
  for (const grade of grades) {
    // A number, nothing, or excused; anything else would be a letter grade.
    if (!/^(-?\d+(\.\d+)?|EX|)$/.test(grade)) throw new Error(`The grade "${grade}" is no number.`);
  }
  return { name, id, sisUserId, sisLoginId, section, grades };
}
