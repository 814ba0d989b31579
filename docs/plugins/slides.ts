import { fitsLarger, packed, roomBelow } from './slides/packed.ts';
import { type Piece, piecesOf } from './slides/pieces.ts';
import { questionAndAnswer } from './slides/quiz.ts';
import { shortened } from './slides/shorten.ts';
import { element, elementsIn, type Node, paragraph } from './slides/tree.ts';

interface Section {
  /** None before the first one. */
  heading?: Node;
  blocks: Node[];
}

interface Slide {
  isLarge: boolean;
  nodes: Node[];
}

/**
 * Remark plugin: makes the slides of a talk from a lesson: what it is about, its sections in short, with their figures,
 * code, lists and tables whole, and each question, its answer on a slide of its own. The title is the first slide, which
 * the page adds; so the numbers begin at 2.
 */
export default function slides() {
  return (root: Node): void => {
    const { imports = [], text = [] } = Object.groupBy(root.children ?? [], ({ type }) =>
      type === 'mdxjsEsm' ? 'imports' : 'text',
    );
    const all = sectionsOf(text).flatMap(slidesOf);
    const shown = all.map(({ isLarge, nodes }, index) => {
      const place = { number: String(index + 2), of: String(all.length + 1) };
      return element('Slide', { ...place, size: isLarge ? 'large' : 'normal' }, nodes);
    });
    root.children = [...imports, ...shown];
  };
}

function sectionsOf(nodes: Node[]): Section[] {
  const sections: Section[] = [{ blocks: [] }];
  for (const node of nodes) {
    if (node.type === 'heading' && node.depth === 2) sections.push({ heading: node, blocks: [] });
    else sections.at(-1)?.blocks.push(node);
  }
  return sections;
}

function slidesOf({ heading, blocks }: Section): Slide[] {
  const questions = elementsIn({ type: 'root', children: blocks }, 'Question');
  if (questions.length > 0) return questions.flatMap(quizSlides);
  if (!heading) return opening(blocks.filter(({ type }) => type === 'paragraph'));
  const all = packed(piecesOf(blocks), roomBelow(heading));
  return all.map((pieces, index) => slide(heading, pieces, all.length > 1 ? `${index + 1}/${all.length}` : ''));
}

/** What the lesson is about, whole; then what it is needed for. */
function opening([first, ...others]: Node[]): Slide[] {
  if (!first) return [];
  const about = element('div', { 'data-part': 'lead' }, [paragraph(first.children ?? [])]);
  return [{ isLarge: false, nodes: [about, ...others.map(shortened)] }];
}

function quizSlides(question: Node): Slide[] {
  const { ask, choices, answer } = questionAndAnswer(question);
  const heading = { type: 'heading', children: [ask] };
  return [slide(heading, choices), slide(heading, answer)];
}

/** The heading is an element of HTML, so that it becomes no entry of the page's contents, and no two have one id. */
function slide(heading: Node, pieces: Piece[], part = ''): Slide {
  const number = part === '' ? [] : [element('small', {}, [{ type: 'text', value: part }])];
  const title = element('h2', {}, [...(heading.children ?? []), ...number]);
  return {
    isLarge: fitsLarger(pieces, roomBelow(heading)),
    nodes: [title, ...pieces.map(({ node }) => node)],
  };
}
