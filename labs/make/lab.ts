import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readLabFile } from '../../grader/src/lab-file.ts';
import { LabError } from './marks.ts';

/** A lab as its author describes it in `lab.yaml`, and where its files are. */
export interface Lab {
  /** E.g. "01-address". */
  id: string;
  title: string;
  checkpoints: { id: string; title: string; points: number }[];
  /** The folder that students see. */
  folder: string;
  solution: string;
  /** The repository's root. */
  course: string;
}

/** Ids of the labs that the course has. */
export async function labIds(course: string): Promise<string[]> {
  const names = await readdir(join(course, 'labs'));
  return names.filter((name) => existsSync(join(course, 'labs', name, 'lab.yaml'))).sort();
}

/** @throws LabError when there is no such lab, LabFileError when its file cannot be used. */
export async function readLab(course: string, id: string): Promise<Lab> {
  const folder = join(course, 'labs', id);
  if (!existsSync(join(folder, 'lab.yaml'))) throw new LabError(`There is no labs/${id}/lab.yaml.`);
  const { title, checkpoints } = readLabFile(course, id);
  return { id, title, checkpoints, folder, solution: join(course, 'solutions', id), course };
}
