import { stringify } from 'csv-stringify/sync';
import { harmlessLine } from '../report/harmless.ts';
import type { Pair, Similarity } from './similarity.ts';

/** The pairs as CSV for a spreadsheet; no cell is a formula. */
export function csv({ pairs }: Similarity): string {
  return stringify(pairs.map(rowOf), { header: true, escape_formulas: true, bom: true });
}

function rowOf({ left, right, similarity, overlap, longest, partly, fragments: [first] }: Pair) {
  const place = (side: 'left' | 'right') => (first ? `${first[side].file}:${first[side].from}-${first[side].to}` : '');
  return {
    similarity: similarity.toFixed(3),
    left_id: harmlessLine(left.id),
    left_name: harmlessLine(left.name),
    left_share: left.share.toFixed(3),
    right_id: harmlessLine(right.id),
    right_name: harmlessLine(right.name),
    right_share: right.share.toFixed(3),
    in_common: overlap,
    longest_fragment: longest,
    alike_in_part: partly ? 'yes' : 'no',
    left_place: harmlessLine(place('left')),
    right_place: harmlessLine(place('right')),
  };
}
