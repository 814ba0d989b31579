import { Coloured } from '@site/src/code/coloured.ts';
import type { Props } from '@theme/CodeBlock';
import ElementContent from '@theme/CodeBlock/Content/Element';
import StringContent from '@theme/CodeBlock/Content/String';

/** A block of code. Unlike the theme's, it is not made anew once the page has come to life: both schemes share its colours. */
export default function CodeBlock({ children, coloured, ...props }: Props & { coloured?: string }) {
  const parts = [children].flat();
  if (parts.some((part) => typeof part !== 'string')) return <ElementContent {...props}>{children}</ElementContent>;
  return (
    <Coloured value={coloured}>
      <StringContent {...props}>{parts.join('')}</StringContent>
    </Coloured>
  );
}
