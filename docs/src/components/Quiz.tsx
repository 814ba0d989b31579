import { Children, isValidElement, type PropsWithChildren, type ReactElement, type ReactNode, useState } from 'react';
import styles from './Quiz.module.css';

type ChoiceProps = PropsWithChildren<{ right?: boolean }>;

/** One possible answer. A question has one that is `right`. */
export function Choice({ children }: ChoiceProps) {
  return children;
}

/** Why the right answer is right, and what the others miss. */
export function Why({ children }: PropsWithChildren) {
  return children;
}

/**
 * Marks a choice at once and opens the explanation; without JavaScript the explanation opens by hand. Choices are
 * buttons, because the arrow keys would choose every radio button on the way, and so give the answer away.
 */
export function Question({ ask, children }: PropsWithChildren<{ ask: string }>) {
  const [chosen, choose] = useState<number>();
  const choices = elements<ChoiceProps>(children, Choice);
  const right = choices.findIndex(({ props }) => props.right);
  if (right < 0) throw new Error(`No choice is right: ${ask}`);
  return (
    <fieldset className={styles.question}>
      <legend>{ask}</legend>
      <ol className={styles.choices}>
        {choices.map((choice, index) => (
          <li key={choice.key}>
            <button
              type="button"
              className={styles.choice}
              aria-pressed={chosen === index}
              onClick={() => choose(index)}
            >
              <span className={styles.letter}>{letter(index)}</span>
              <span>{choice}</span>
            </button>
          </li>
        ))}
      </ol>
      <Verdict chosen={chosen} right={right} />
      <details key={chosen} className={styles.why} open={chosen !== undefined}>
        <summary>The answer, and why</summary>
        <p>
          <strong>{letter(right)}.</strong> {elements(children, Why)}
        </p>
      </details>
    </fieldset>
  );
}

function Verdict({ chosen, right }: { chosen: number | undefined; right: number }) {
  const passed = chosen === right;
  return (
    <p className={`${styles.verdict} ${passed ? styles.right : styles.wrong}`} role="status">
      {chosen !== undefined && (passed ? '✓ Right' : `✗ Not ${letter(chosen)}`)}
    </p>
  );
}

function elements<Props>(children: ReactNode, type: (props: Props) => ReactNode): ReactElement<Props>[] {
  return Children.toArray(children).filter(
    (child) => isValidElement<Props>(child) && child.type === type,
  ) as ReactElement<Props>[];
}

function letter(index: number): string {
  return 'ABCDEF'[index] ?? '?';
}
