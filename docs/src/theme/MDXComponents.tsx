import { Choice, Question, Why } from '@site/src/components/Quiz';
import { Term } from '@site/src/components/Term';
import { LabProgress } from '@site/src/progress/LabProgress';
import { CheckpointDone, PredictAnswer, Tier } from '@site/src/progress/parts';
import MDXComponents from '@theme-original/MDXComponents';
import type { ComponentProps } from 'react';

/** The browser's own <details>: opens without JavaScript, found by find-in-page, printed open. */
function Details({ 'data-hint-of': of, ...props }: ComponentProps<'details'> & { 'data-hint-of'?: string }) {
  return of ? <Tier of={of} {...props} /> : <details {...props} />;
}

/** What docs/generate/handout.ts and docs/plugins/glossary-terms.ts write into the pages. */
const parts = {
  'lab-progress': LabProgress,
  'checkpoint-done': CheckpointDone,
  'predict-answer': PredictAnswer,
  'glossary-term': Term,
};

export default { ...MDXComponents, ...parts, details: Details, Details, Question, Choice, Why };
