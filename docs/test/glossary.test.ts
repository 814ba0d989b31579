import { finderOf, glossary } from '../generate/glossary.ts';
import glossaryTerms, { type Node } from '../plugins/glossary-terms.ts';

test('a word is explained where running text first uses it: not in headings, links, code, or what is shut', () => {
  const text = (value: string): Node => ({ type: 'text', value });
  const paragraph = (...children: Node[]): Node => ({ type: 'paragraph', children });
  const tree: Node = {
    type: 'root',
    children: [
      { type: 'heading', children: [text('The saga')] },
      { type: 'html', value: '<details>\n<summary>Sagas</summary>' },
      paragraph(text('A saga in here.')),
      { type: 'html', value: '</details>' },
      paragraph({ type: 'link', children: [text('Sagas')] }, { type: 'inlineCode', value: 'saga' }),
      paragraph(text('The sagas that follow a saga.')),
    ],
  };
  glossaryTerms()(tree, { path: '/docs/content/lessons/sagas.mdx' });
  expect(JSON.stringify(tree).match(/#saga/g)).toHaveLength(1);
  expect(tree.children?.at(-1)).toEqual(
    paragraph(text('The '), explained('sagas', '#saga'), text(' that follow a saga.')),
  );
});

test('words are found in the plural and at the beginning of a sentence, abbreviations as they stand, none within another', () => {
  const { find } = finderOf(glossary());
  expect('Cursors, an ETag, ZIP+4; etag, precursor, in the tokens-table'.match(find)).toEqual([
    'Cursors',
    'ETag',
    'ZIP+4',
  ]);
  expect('A logical foreign key beside an idempotency key'.match(find)).toEqual([
    'logical foreign key',
    'idempotency key',
  ]);
});

function explained(word: string, anchor: string) {
  return expect.objectContaining({
    data: { hName: 'glossary-term', hProperties: expect.objectContaining({ 'data-at': `/glossary${anchor}` }) },
    children: [{ type: 'text', value: word }],
  });
}
