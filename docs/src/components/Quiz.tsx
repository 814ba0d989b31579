import { type ReactNode, useId, useState } from 'react';
import styles from './Quiz.module.css';

interface QuestionProps {
  ask: ReactNode;
  choices: ReactNode[];
  /** Index of the right choice, from 0. */
  right: number;
  /** Why it is right, and what the others miss. */
  children: ReactNode;
}

/** Marks a choice at once and opens the explanation; without JavaScript the explanation opens by hand. */
function Question({ ask, choices, right, children }: QuestionProps) {
  const name = useId();
  const [chosen, choose] = useState<number>();
  const letter = 'ABCDEF'[right];
  return (
    <fieldset className={styles.question}>
      <legend>{ask}</legend>
      <div>
        {choices.map((choice, index) => (
          // biome-ignore lint: replaced below
          <label key={index} className={styles.choice}>
            <input type="radio" name={name} checked={chosen === index} onChange={() => choose(index)} />
            <span>{choice}</span>
          </label>
        ))}
      </div>
      <p className={styles.verdict} role="status">{verdict(chosen, right)}</p>
      <details className={styles.why} open={chosen !== undefined}>
        <summary>The answer, and why</summary>
        <p>Right: {letter}.</p>
        {children}
      </details>
    </fieldset>
  );
}
