import { Choice, Question, Why } from '@site/src/components/Quiz';
import MDXComponents from '@theme-original/MDXComponents';
import type { ComponentProps } from 'react';

/** The browser's own <details>: opens without JavaScript, found by find-in-page, printed open. */
function Details(props: ComponentProps<'details'>) {
  return <details {...props} />;
}

export default { ...MDXComponents, details: Details, Details, Question, Choice, Why };
