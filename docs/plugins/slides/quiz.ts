import { type Piece, pieceOf } from './pieces.ts';
import { attributeOf, element, elementsIn, type Node, paragraph } from './tree.ts';

/** What stands below a question: first its choices, then, on a slide of its own, the right one and why it is. */
export function questionAndAnswer(question: Node): { ask: Node; choices: Piece[]; answer: Piece[] } {
  const ask = attributeOf(question, 'ask') ?? '';
  const choices = elementsIn(question, 'Choice');
  const right = choices.findIndex((choice) => attributeOf(choice, 'right') !== undefined);
  const answer = choices[right];
  if (!answer) throw new Error(`No choice is right: ${ask}`);
  const why = elementsIn(question, 'Why').map((it) => ({ ...pieceOf(it), node: paragraph(inner(it)) }));
  const shown = lettered([answer], right);
  return {
    ask: { type: 'text', value: ask },
    choices: [lettered(choices, 0)],
    answer: [{ ...shown, node: element('div', { 'data-part': 'answer' }, [shown.node]) }, ...why],
  };
}

function lettered(choices: Node[], from: number): Piece {
  const items = choices.map((choice) => element('li', {}, [paragraph(inner(choice))]));
  const pieces = choices.map((choice) => pieceOf({ type: 'list', children: [choice] }));
  const height = pieces.reduce((sum, piece) => sum + piece.height, 0);
  return { node: element('ol', { type: 'A', start: String(from + 1) }, items), height, grows: true };
}

/** MDX makes a paragraph of what stands on lines of its own. */
function inner({ children = [] }: Node): Node[] {
  return children.flatMap((child) => (child.type === 'paragraph' ? (child.children ?? []) : [child]));
}
