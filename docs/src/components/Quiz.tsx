import {
  Children,
  isValidElement,
  type PropsWithChildren,
  type ReactElement,
  type ReactNode,
  useId,
  useState,
} from 'react';
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

/** Marks a choice at once and opens the explanation; without JavaScript the explanation opens by hand. */
export function Question({ ask, children }: PropsWithChildren<{ ask: string }>) {
  const name = useId();
  const [chosen, choose] = useState<number>();
  const choices = elements<ChoiceProps>(children, Choice);
  const right = choices.findIndex(({ props }) => props.right);
  if (right < 0) throw new Error(`No choice is right: ${ask}`);
  return (
    <fieldset className={styles.question}>
      <legend>{ask}</legend>
      <div>
        {choices.map((choice, index) => (
          <label key={choice.key} className={styles.choice}>
            <input type="radio" name={name} checked={chosen === index} onChange={() => choose(index)} />
            <span>
              {letter(index)}. {choice}
            </span>
          </label>
        ))}
      </div>
      <Verdict chosen={chosen} right={right} />
      <details className={styles.why} open={chosen !== undefined}>
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
