/** What GitHub Classroom's reporter decodes. */
export interface Result {
  status: string;
  max_score: number;
  tests: { name: string; status: string; score: number; message: string }[];
}

/** The notices of its version 1, which Classroom collects: scores are added in order, and without a maximum nothing is told. */
export function notices(results: Result[]): string[] {
  const counted = results.filter(({ max_score }) => max_score);
  const maxPoints = counted.reduce((sum, { max_score }) => sum + max_score, 0);
  const scores = counted.flatMap(({ tests }) => tests.map(({ score }) => score));
  const totalPoints = scores.reduce((sum, score) => sum + score, 0);
  if (!maxPoints) return [];
  return [`Points ${totalPoints}/${maxPoints}`, JSON.stringify({ totalPoints, maxPoints })];
}
